import { expect, test } from 'vitest';
import { startTestCluster } from '../kubelet/testing/test-cluster.ts';
import { isReady } from './pod-availability.ts';

const metadata = (name: string) => ({ name, namespace: 'default' });

test('a deleted claim stays until its pod is gone, and takes its volume along', async () => {
  await using cluster = await startTestCluster();
  const { api } = cluster;
  api.create('PersistentVolumeClaim', {
    metadata: metadata('data'),
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  });
  api.create('Pod', {
    metadata: metadata('user'),
    spec: {
      terminationGracePeriodSeconds: 1,
      containers: [{ name: 'c', image: 'idle' }],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
    },
  });
  await cluster.awaitPod('user', isReady);
  api.delete('PersistentVolumeClaim', metadata('data'));
  const claim = api.get('PersistentVolumeClaim', metadata('data'));
  expect(claim?.metadata?.deletionTimestamp).toBeDefined();
  expect(claim?.metadata?.finalizers).toEqual(['kubernetes.io/pvc-protection']);
  const [volume] = api.list('PersistentVolume');
  expect(volume).toMatchObject({
    metadata: { finalizers: ['kubernetes.io/pv-protection'] },
    status: { phase: 'Bound' },
  });
  const released = Promise.withResolvers<boolean>();
  using _pods = api.watch('PersistentVolume', ({ type }) => {
    if (type === 'DELETED') released.resolve(api.get('Pod', metadata('user')) === undefined);
  });
  api.delete('Pod', metadata('user'));
  await cluster.awaitObject('PersistentVolumeClaim', 'data', (object) => object === undefined);
  expect(await released.promise).toBe(true);
});
