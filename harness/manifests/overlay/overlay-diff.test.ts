import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyOverlay } from './apply-overlay.ts';
import { overlayDiff } from './overlay-diff.ts';

const secret = 'p4ssw0rd';
const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a' },
  spec: {
    containers: [
      {
        name: 'qscan',
        image: 'qscan:latest',
        imagePullPolicy: 'Always',
        env: [{ name: 'TOKEN', value: secret }],
        startupProbe: { httpGet: { path: `/${secret}`, port: 80 }, initialDelaySeconds: 5, periodSeconds: 5 },
        resources: { requests: { cpu: '2' }, limits: { memory: '8Gi' } },
      },
    ],
  },
};
const environment = {
  isLoaded: () => true,
  compressProbes: true,
  resources: { cpu: { declared: '4', real: '1' }, memory: { declared: '16Gi', real: '4Gi' } },
};
const overlay = { trustConfigMap: 'trust', timeScale: 20, environment };

test('shows what is added and what is changed under the lines that say where', () => {
  const lines = overlayDiff(pod, applyOverlay(pod, overlay));
  const text = lines.join('\n');
  expect(text).not.toContain(secret);
  for (const block of [
    '-       imagePullPolicy: Always\n+       imagePullPolicy: IfNotPresent',
    '        startupProbe:\n-         initialDelaySeconds: 5\n-         periodSeconds: 5\n+         periodSeconds: 1\n+         failureThreshold: 20',
    '          requests:\n-           cpu: 2\n+           cpu: 500m\n+           memory: 2097152Ki',
    '      - name: qscan',
  ]) {
    expect(text).toContain(block);
  }
});

test('nothing is shown of an object that stays, and no text of one that changes', () => {
  expect(overlayDiff(pod, structuredClone(pod))).toEqual([]);
  fc.assert(
    fc.property(fc.object(), fc.object(), (one, other) => {
      const before = JSON.parse(JSON.stringify(one), (_, value) => (typeof value === 'string' ? secret : value));
      const after = JSON.parse(JSON.stringify(other));
      expect(overlayDiff({ ...pod, before }, { ...pod, before: after }).join('\n')).not.toContain(secret);
    }),
  );
});
