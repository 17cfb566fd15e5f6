import { expect, test } from 'vitest';
import { startTestCluster } from '../kubelet/testing/test-cluster.ts';
import { isReady } from './pod-availability.ts';

const metadata = (name: string) => ({ name, namespace: 'default' });

test('a deleted claim stays until its pod is gone, and takes its volume along', async () => {
  await using cluster = await startTestCluster();
  const { api } = cluster;
  for (const name of ['data', 'idle']) {
    api.create('PersistentVolumeClaim', {
      metadata: metadata(name),
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    });
  }
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
  api.delete('PersistentVolumeClaim', metadata('idle'));
  // What nobody uses goes, by which time the other has been looked at.
  await cluster.awaitObject('PersistentVolumeClaim', 'idle', (object) => object === undefined);
  const claim = api.get('PersistentVolumeClaim', metadata('data'));
  expect(claim?.metadata?.deletionTimestamp).toBeDefined();
  expect(claim?.metadata?.finalizers).toEqual(['kubernetes.io/pvc-protection']);
  const volume = api.list('PersistentVolume').find(({ spec }) => spec?.claimRef?.name === 'data');
  expect(volume).toMatchObject({
    metadata: { finalizers: ['kubernetes.io/pv-protection'] },
    status: { phase: 'Bound' },
  });
  const released = Promise.withResolvers<void>();
  using _volumes = api.watch('PersistentVolume', ({ type, object }) => {
    if (type === 'DELETED' && object.metadata?.uid === volume?.metadata?.uid) released.resolve();
  });
  api.delete('Pod', metadata('user'));
  await cluster.awaitObject('PersistentVolumeClaim', 'data', (object) => object === undefined);
  await released.promise;
});
