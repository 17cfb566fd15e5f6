import { expect, test } from 'vitest';
import { fixture } from '../../project-paths.ts';
import { readManifests } from '../read-manifests.ts';
import { applyOverlay } from './apply-overlay.ts';
import { overlayDiff } from './overlay-diff.ts';

const overlay = { trustConfigMap: 'trust', timeScale: 20 };

test('adds trust, and leaves every line of the user where it was', async () => {
  for (const { object } of await readManifests(fixture('manifests'))) {
    const before = structuredClone(object);
    const after = applyOverlay(object, overlay);
    expect(object).toEqual(before);
    expect(after).not.toEqual(before);
    const diff = overlayDiff(object, after);
    expect(diff.filter((line) => !/^[+ ] /.test(line))).toEqual([]);
    expect(diff).toContainEqual(expect.stringMatching(/^\+ .*SSL_CERT_FILE/));
  }
});

test('a variable of the user wins over one of the overlay', () => {
  const env = [{ name: 'SSL_CERT_FILE', value: '/mine' }];
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: {}, spec: { containers: [{ name: 'a', env }] } };
  const text = JSON.stringify(applyOverlay(pod, overlay));
  expect(text.match(/SSL_CERT_FILE/g)).toHaveLength(1);
  expect(text).toContain('/mine');
});

test('a list that is none stays for the API server to refuse', () => {
  const containers = [{ name: 'a', env: { A: '1' } }];
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: {}, spec: { containers } };
  expect(applyOverlay(pod, overlay).spec).toMatchObject({ containers });
});

test('host aliases stand beside those of the user', () => {
  const hostAliases = [{ ip: '10.1.1.1', hostnames: ['own'] }];
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: {}, spec: { containers: [], hostAliases } };
  const environment = { hostAliases: [{ ip: '10.96.0.9', hostnames: ['api.qpoint.io'] }] };
  const after = applyOverlay(pod, { ...overlay, environment });
  expect(after.spec).toMatchObject({ hostAliases: [...hostAliases, ...environment.hostAliases] });
});

test('an object without pods is left alone', () => {
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: {} };
  expect(applyOverlay(object, overlay)).toEqual(object);
});

test("images are replaced and pods labelled, and the object's own labels stay", () => {
  const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'a', image: 'a:1' }] } };
  const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { labels: { app: 'a' } }, spec: { template } };
  const environment = {
    replaceImage: (image: string) => (image === 'a:1' ? 'mirror/a:2' : undefined),
    podLabels: { run: 'abc' },
  };
  const after = applyOverlay(object, { ...overlay, environment });
  expect(after).toMatchObject({
    metadata: { labels: { app: 'a' } },
    spec: {
      template: { metadata: { labels: { app: 'a', run: 'abc' } }, spec: { containers: [{ image: 'mirror/a:2' }] } },
    },
  });
  expect(overlayDiff(object, after)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^- +image: a:1$/),
      expect.stringMatching(/^\+ +image: mirror\/a:2$/),
      expect.stringMatching(/^\+ +run: abc$/),
    ]),
  );
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [] } };
  expect(applyOverlay(pod, { ...overlay, environment }).metadata.labels).toEqual({ run: 'abc' });
});
