import { expect, test } from 'vitest';
import { containerEnvironment, locatedContainers } from '../manifests/container-environment.ts';
import { parseManifests } from '../manifests/parse-manifests.ts';
import { probedElsewhere } from './probed-elsewhere.ts';

function agents(metricsPort: string, containerPort: number, probed: number | string) {
  const text = `apiVersion: v1
kind: Pod
metadata: {name: qscan}
spec:
  containers:
    - name: qscan
      image: qscan
      env:
        - {name: METRICS_PORT, value: "${metricsPort}"}
      ports:
        - {name: metrics, containerPort: ${containerPort}}
      readinessProbe: {httpGet: {path: /, port: ${probed}}}
`;
  const manifests = parseManifests(text, 'qscan.yaml');
  return locatedContainers(manifests).map((located) => ({
    ...located,
    role: 'qscan' as const,
    namespace: 'default',
    variables: containerEnvironment(located, []),
    secrets: [],
  }));
}

test.each([
  ['8080', 8080, 'metrics'],
  ['8080', 9090, 8080],
  ['', 9090, 'metrics'],
  ['8080', 8080, 'no-such-port'],
])('METRICS_PORT "%s", port %d, probe of %s agree, or nothing is known', (metricsPort, port, probed) => {
  expect(probedElsewhere(agents(metricsPort, port, probed))).toBeUndefined();
});

test.each([
  ['9191', 8080, 'metrics', 8080, 11],
  ['8080', 8080, 9090, 9090, 12],
  ['', 8080, 'metrics', 8080, 11],
])('METRICS_PORT "%s", port %d, probe of %s: the probe asks %d', (metricsPort, port, probed, asked, line) => {
  const cause = probedElsewhere(agents(metricsPort, port, probed));
  expect(cause?.sentence).toContain(
    `listens on port ${metricsPort || 9090} (METRICS_PORT), and its readinessProbe asks port ${asked}:`,
  );
  expect(cause?.positions.map((position) => position.line)).toEqual([9, line]);
});
