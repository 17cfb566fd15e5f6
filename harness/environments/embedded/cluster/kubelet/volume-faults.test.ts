import { expect, test } from 'vitest';
import type { PodSpec } from './pod-context.ts';
import { podOf, startTestCluster } from './testing/test-cluster.ts';

// Pods are processes, and other work may keep the machine busy.
type Volume = NonNullable<PodSpec['volumes']>[number];

const hostPath = (path: string, type: string): Volume => ({ name: 'v', hostPath: { path, type } });

/** Volume → message of event FailedMount, as kind with Kubernetes 1.34.4 gave it. */
const faults: readonly [string, Volume][] = [
  ['hostPath type check failed: /run/x is not a socket file', hostPath('/run/x', 'Socket')],
  ['hostPath type check failed: /nope is not a directory', hostPath('/nope', 'Directory')],
  ['hostPath type check failed: /etc is not a file', hostPath('/etc', 'File')],
  ['configmap "missing" not found', { name: 'v', configMap: { name: 'missing' } }],
  [
    'configmap references non-existent config key: nope',
    { name: 'v', configMap: { name: 'cm', items: [{ key: 'nope', path: 'x' }] } },
  ],
  ['secret "missing" not found', { name: 'v', secret: { secretName: 'missing' } }],
  [
    'references non-existent secret key: nope',
    { name: 'v', secret: { secretName: 'sec', items: [{ key: 'nope', path: 'x' }] } },
  ],
  ['secret "missing" not found', { name: 'v', projected: { sources: [{ secret: { name: 'missing' } }] } }],
];

test.for(faults)('%s', async ([message, volume]) => {
  await using cluster = await startTestCluster();
  const metadata = { namespace: 'default' };
  cluster.api.create('ConfigMap', { metadata: { ...metadata, name: 'cm' }, data: { present: '1' } });
  cluster.api.create('Secret', { metadata: { ...metadata, name: 'sec' }, stringData: { present: '1' } });
  cluster.api.create('Pod', podOf('p', { volumeMounts: [{ name: 'v', mountPath: '/x' }] }, { volumes: [volume] }));
  expect(await cluster.awaitEvent('p', 'FailedMount')).toBe(`MountVolume.SetUp failed for volume "v" : ${message}`);
  const reason = (pod: ReturnType<typeof podOf>) => pod.status?.containerStatuses?.[0]?.state?.waiting?.reason;
  const pod = await cluster.awaitPod('p', (candidate) => reason(candidate) === 'ContainerCreating');
  expect(pod.status?.phase).toBe('Pending');
});

test('a missing source that comes lets the pod start', async () => {
  await using cluster = await startTestCluster();
  const volumes = [{ name: 'v', configMap: { name: 'late' } }];
  cluster.api.create('Pod', podOf('p', { volumeMounts: [{ name: 'v', mountPath: '/x' }] }, { volumes }));
  await cluster.awaitEvent('p', 'FailedMount');
  cluster.api.create('ConfigMap', { metadata: { name: 'late', namespace: 'default' }, data: { a: '1' } });
  await cluster.awaitPod('p', ({ status }) => status?.phase === 'Running');
});
