import { expect, test } from 'vitest';
import type { KindMap } from '../api/cluster-api.ts';
import { startTestCluster } from '../kubelet/testing/test-cluster.ts';
import { isReady } from './pod-availability.ts';

// Pods are processes, and other work may keep the machine busy.
const metadata = (name: string) => ({ name, namespace: 'default' });
const template = (image: string, env: { name: string; value: string }[] = []) => ({
  metadata: { labels: { app: 's' } },
  spec: { terminationGracePeriodSeconds: 1, containers: [{ name: 'c', image, env }] },
});

test('a StatefulSet rolls out from its last pod down to the partition, and keeps claims', async () => {
  await using cluster = await startTestCluster();
  const { api } = cluster;
  const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  api.create('StatefulSet', {
    metadata: metadata('s'),
    spec: {
      replicas: 2,
      serviceName: 's',
      selector: { matchLabels: { app: 's' } },
      template: template('idle:1'),
      volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: claim }],
    },
  });
  await cluster.awaitObject('StatefulSet', 's', (object) => object?.status?.availableReplicas === 2);
  const first = await cluster.awaitPod('s-0', isReady);
  const change = (spec: Partial<NonNullable<KindMap['StatefulSet']['spec']>>) => {
    const set = api.get('StatefulSet', metadata('s'));
    if (set?.spec) api.update('StatefulSet', { ...set, spec: { ...set.spec, ...spec } });
  };
  change({ template: template('idle:2'), updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } });
  await cluster.awaitPod('s-1', (pod) => isReady(pod) && pod.spec?.containers[0]?.image === 'idle:2');
  expect(api.get('Pod', metadata('s-0'))?.metadata?.uid).toBe(first.metadata?.uid);
  expect(api.list('ControllerRevision', 'default')).toHaveLength(2);
  change({ replicas: 0 });
  await cluster.awaitObject('Pod', 's-0', (pod) => pod === undefined);
  expect(api.list('PersistentVolumeClaim', 'default').map(({ status }) => status?.phase)).toEqual(['Bound', 'Bound']);
});

test('a CronJob makes the Job that is due, and not another while that runs', async () => {
  await using cluster = await startTestCluster();
  cluster.api.create('CronJob', {
    metadata: metadata('cron'),
    spec: {
      schedule: '* * * * *',
      concurrencyPolicy: 'Forbid',
      jobTemplate: {
        spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'idle' }] } } },
      },
    },
  });
  const lastScheduleTime = new Date(Date.now() - 150_000).toISOString();
  const setStatus = (status: NonNullable<KindMap['CronJob']['status']>) => {
    const cron = cluster.api.get('CronJob', metadata('cron'));
    if (cron) cluster.api.updateStatus('CronJob', { ...cron, status });
  };
  setStatus({ lastScheduleTime });
  const running = await cluster.awaitObject('CronJob', 'cron', (object) => object?.status?.active?.length === 1);
  const [job] = cluster.api.list('Job', 'default');
  expect(job?.metadata?.name).toBe(`cron-${Date.parse(running?.status?.lastScheduleTime ?? '') / 60_000}`);
  expect(await cluster.awaitEvent('cron', 'SuccessfulCreate')).toBe(`Created job ${job?.metadata?.name}`);
  setStatus({ ...running?.status, lastScheduleTime });
  await cluster.awaitEvent('cron', 'JobAlreadyActive');
  expect(cluster.api.list('Job', 'default')).toHaveLength(1);
});

test('a taint that executes takes off the pods that do not tolerate it', async () => {
  await using cluster = await startTestCluster();
  const pod = (name: string, tolerations: { key: string; operator: string }[]) =>
    cluster.api.create('Pod', {
      metadata: metadata(name),
      spec: { tolerations, containers: [{ name: 'c', image: 'idle' }] },
    });
  pod('goes', []);
  pod('stays', [{ key: 'spot', operator: 'Exists' }]);
  await cluster.awaitPod('goes', isReady);
  await cluster.awaitPod('stays', isReady);
  const node = cluster.api.get('Node', { name: 'node-1' });
  cluster.api.update('Node', { ...node, spec: { ...node?.spec, taints: [{ key: 'spot', effect: 'NoExecute' }] } });
  expect(await cluster.awaitEvent('goes', 'TaintManagerEviction')).toBe('Marking for deletion Pod default/goes');
  await cluster.awaitObject('Pod', 'goes', (object) => object === undefined);
  expect(cluster.api.get('Pod', metadata('stays'))?.metadata?.deletionTimestamp).toBeUndefined();
});

test('an autoscaler brings its target within its bounds', async () => {
  await using cluster = await startTestCluster();
  cluster.api.create('Deployment', {
    metadata: metadata('d'),
    spec: { replicas: 1, selector: { matchLabels: { app: 's' } }, template: template('idle') },
  });
  cluster.api.create('HorizontalPodAutoscaler', {
    metadata: metadata('h'),
    spec: {
      minReplicas: 2,
      maxReplicas: 3,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' },
    },
  });
  expect(await cluster.awaitEvent('h', 'SuccessfulRescale')).toBe(
    'New size: 2; reason: Current number of replicas below Spec.MinReplicas',
  );
  await cluster.awaitObject('Deployment', 'd', (object) => object?.status?.readyReplicas === 2);
});
