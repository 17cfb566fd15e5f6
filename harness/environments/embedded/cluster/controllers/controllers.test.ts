import { expect, test } from 'vitest';
import type { KindMap } from '../api/cluster-api.ts';
import { startTestCluster, type TestCluster } from '../kubelet/testing/test-cluster.ts';

// Pods are processes, and other work may keep the machine busy.
const metadata = (name: string) => ({ name, namespace: 'default' });
const template = (name: string, image = 'idle:1', env: { name: string; value: string }[] = []) => ({
  metadata: { labels: { app: name } },
  spec: { containers: [{ name: 'c', image, env }] },
});
const exits = (code: number) => [{ name: 'EXIT_CODE', value: String(code) }];
const deployment = (replicas: number, spec: object = {}): KindMap['Deployment'] => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: metadata('d'),
  spec: { replicas, selector: { matchLabels: { app: 'd' } }, template: template('d'), ...spec },
});
const job = (spec: object, env = exits(0)): KindMap['Job'] => {
  const { metadata: labels, spec: pod } = template('j', 'echo:1', env);
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: metadata('j'),
    spec: { template: { metadata: labels, spec: { ...pod, restartPolicy: 'Never' } }, ...spec },
  };
};
const complete = (object: KindMap['Deployment'] | undefined) => {
  const { observedGeneration, updatedReplicas, replicas, availableReplicas } = object?.status ?? {};
  const wanted = object?.spec?.replicas;
  return (
    observedGeneration === object?.metadata?.generation &&
    [updatedReplicas, replicas, availableReplicas].every((count) => count === wanted)
  );
};
const isLiving = ({ status }: KindMap['Pod']) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed';
const messages = (cluster: TestCluster, reason: string) =>
  cluster.api
    .list('Event', 'default')
    .filter((event) => event.reason === reason)
    .map(({ message }) => message);

test('a Deployment makes its pods through a ReplicaSet and says so', async () => {
  await using cluster = await startTestCluster();
  cluster.api.create('Deployment', deployment(2));
  const done = await cluster.awaitObject('Deployment', 'd', complete);
  const [set] = cluster.api.list('ReplicaSet', 'default');
  const name = set?.metadata?.name;
  expect(done?.metadata?.annotations).toMatchObject({ 'deployment.kubernetes.io/revision': '1' });
  expect(set?.metadata?.annotations).toMatchObject({
    'deployment.kubernetes.io/desired-replicas': '2',
    'deployment.kubernetes.io/max-replicas': '3',
  });
  expect(set?.metadata?.labels).toEqual({ app: 'd', 'pod-template-hash': name?.slice(2) });
  expect(done?.status?.conditions).toMatchObject([
    { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable' },
    {
      type: 'Progressing',
      status: 'True',
      reason: 'NewReplicaSetAvailable',
      message: `ReplicaSet "${name}" has successfully progressed.`,
    },
  ]);
  expect(messages(cluster, 'ScalingReplicaSet')).toEqual([`Scaled up replica set ${name} from 0 to 2`]);
  expect(messages(cluster, 'SuccessfulCreate')).toHaveLength(2);
});

test('a rolling update never falls below what must be available', async () => {
  await using cluster = await startTestCluster();
  cluster.api.create('Deployment', deployment(3));
  const created = await cluster.awaitObject('Deployment', 'd', complete);
  const available: number[] = [];
  using _watch = cluster.api.watch('Deployment', ({ object }) => available.push(object.status?.availableReplicas ?? 0));
  if (created?.spec)
    cluster.api.update('Deployment', { ...created, spec: { ...created.spec, template: template('d', 'idle:2') } });
  await cluster.awaitObject('Deployment', 'd', (object) => object?.metadata?.generation === 2 && complete(object));
  expect(Math.min(...available)).toBeGreaterThanOrEqual(3);
  const pods = cluster.api.list('Pod', 'default').filter((pod) => !pod.metadata?.deletionTimestamp);
  expect(pods.map(({ spec }) => spec?.containers[0]?.image)).toEqual(['idle:2', 'idle:2', 'idle:2']);
  expect(
    cluster.api
      .list('ReplicaSet', 'default')
      .map(({ spec }) => spec?.replicas)
      .sort(),
  ).toEqual([0, 3]);
  expect(cluster.api.get('Deployment', metadata('d'))?.metadata?.annotations).toMatchObject({
    'deployment.kubernetes.io/revision': '2',
  });
});

test('Recreate waits until the old pods are gone', async () => {
  await using cluster = await startTestCluster();
  cluster.api.create('Deployment', deployment(1, { strategy: { type: 'Recreate' } }));
  const created = await cluster.awaitObject('Deployment', 'd', complete);
  const together: number[] = [];
  using _watch = cluster.api.watch('Pod', () =>
    together.push(cluster.api.list('Pod', 'default').filter(isLiving).length),
  );
  if (created?.spec)
    cluster.api.update('Deployment', { ...created, spec: { ...created.spec, template: template('d', 'idle:2') } });
  await cluster.awaitObject('Deployment', 'd', (object) => object?.metadata?.generation === 2 && complete(object));
  expect(Math.max(...together)).toBe(1);
});

test('a pod that may not be made shows on ReplicaSet and Deployment', async () => {
  await using cluster = await startTestCluster();
  const { metadata: labelled, spec } = template('d');
  cluster.api.create(
    'Deployment',
    deployment(1, { template: { metadata: labelled, spec: { ...spec, serviceAccountName: 'nobody' } } }),
  );
  const isFailed = (object: KindMap['Deployment'] | undefined) =>
    object?.status?.conditions?.some(({ type }) => type === 'ReplicaFailure') ?? false;
  const failed = await cluster.awaitObject('Deployment', 'd', isFailed);
  const [set] = cluster.api.list('ReplicaSet', 'default');
  const message = await cluster.awaitEvent(set?.metadata?.name ?? '', 'FailedCreate');
  expect(message).toMatch(/^Error creating: pods "d-.*" is forbidden: .*serviceaccount "nobody" not found$/);
  const condition = failed?.status?.conditions?.find(({ type }) => type === 'ReplicaFailure');
  expect(condition).toMatchObject({ status: 'True', reason: 'FailedCreate' });
  cluster.api.create('ServiceAccount', { metadata: metadata('nobody') });
  const mended = await cluster.awaitObject('Deployment', 'd', complete);
  expect(isFailed(mended)).toBe(false);
});

test('a DaemonSet has a pod on every node that it tolerates, and rolls over', async () => {
  const taints = [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }];
  const size = { cpu: '4', memory: '8Gi' };
  await using cluster = await startTestCluster([
    { name: 'a', ...size },
    { name: 'b', ...size },
    { name: 'c', ...size, taints },
  ]);
  cluster.api.create('DaemonSet', {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: metadata('ds'),
    spec: { selector: { matchLabels: { app: 'ds' } }, template: template('ds') },
  });
  const available = (count: number) => (object: KindMap['DaemonSet'] | undefined) =>
    object?.status?.numberAvailable === count &&
    object.status.updatedNumberScheduled === count &&
    object.status.observedGeneration === object.metadata?.generation;
  const created = await cluster.awaitObject('DaemonSet', 'ds', available(2));
  expect(created?.status).toMatchObject({
    desiredNumberScheduled: 2,
    currentNumberScheduled: 2,
    numberReady: 2,
    numberMisscheduled: 0,
  });
  const tolerating = template('ds', 'idle:2');
  const spec = { ...tolerating.spec, tolerations: [{ operator: 'Exists' }] };
  if (created?.spec)
    cluster.api.update('DaemonSet', { ...created, spec: { ...created.spec, template: { ...tolerating, spec } } });
  await cluster.awaitObject('DaemonSet', 'ds', available(3));
  const pods = cluster.api.list('Pod', 'default').filter((pod) => !pod.metadata?.deletionTimestamp);
  expect(pods.map((pod) => [pod.spec?.nodeName, pod.spec?.containers[0]?.image]).sort()).toEqual([
    ['a', 'idle:2'],
    ['b', 'idle:2'],
    ['c', 'idle:2'],
  ]);
});

const ended = (type: string) => (object: KindMap['Job'] | undefined) =>
  object?.status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') ?? false;

test('a Job ends when enough pods have succeeded', async () => {
  await using cluster = await startTestCluster();
  cluster.api.create('Job', job({ completions: 2, parallelism: 2 }));
  const done = await cluster.awaitObject('Job', 'j', ended('Complete'));
  expect(done?.status).toMatchObject({
    succeeded: 2,
    conditions: [{ type: 'SuccessCriteriaMet' }, { type: 'Complete', reason: 'CompletionsReached' }],
  });
  expect(messages(cluster, 'Completed')).toEqual(['Job completed']);
});

test('an indexed Job gives each pod its index', async () => {
  await using cluster = await startTestCluster();
  cluster.api.create('Job', job({ completions: 2, parallelism: 2, completionMode: 'Indexed' }));
  await cluster.awaitObject('Job', 'j', ended('Complete'));
  const pods = cluster.api.list('Pod', 'default').map(({ metadata: { name } = {} }) => name ?? '');
  const indexes = await Promise.all(
    pods.map(async (name) => /"JOB_COMPLETION_INDEX":"(\d)"/.exec(await cluster.log(name))?.[1]),
  );
  expect(indexes.sort()).toEqual(['0', '1']);
});

test.for([
  [{ backoffLimit: 1 }, exits(1), 'BackoffLimitExceeded', 'Job has reached the specified backoff limit', 2],
  [{ activeDeadlineSeconds: 1 }, [], 'DeadlineExceeded', 'Job was active longer than specified deadline', 1],
] as const)('a Job fails: $2', async ([spec, env, reason, message, failed]) => {
  await using cluster = await startTestCluster();
  cluster.api.create('Job', job(spec, [...env]));
  const done = await cluster.awaitObject('Job', 'j', ended('Failed'));
  expect(done?.status).toMatchObject({
    failed,
    conditions: [{ type: 'FailureTarget' }, { type: 'Failed', reason, message }],
  });
  expect(await cluster.awaitEvent('j', reason)).toBe(message);
});

test('a pod of a node that is not there is taken away', async () => {
  await using cluster = await startTestCluster();
  const spec = { nodeName: 'nowhere', containers: [{ name: 'c', image: 'idle:1' }] };
  const phases: (string | undefined)[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  using _watch = cluster.api.watch('Pod', ({ type, object }) => {
    phases.push(object.status?.phase);
    if (type === 'DELETED') resolve();
  });
  cluster.api.create('Pod', { apiVersion: 'v1', kind: 'Pod', metadata: metadata('lost'), spec });
  await promise;
  expect(phases).toContain('Failed');
});

test('a Service leads to ready pods by the name of their port', async () => {
  await using cluster = await startTestCluster();
  cluster.api.create('Service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata('s'),
    spec: { selector: { app: 'd' }, ports: [{ port: 80, targetPort: 'web' }] },
  });
  const { metadata: labelled, spec } = template('d', 'echo:1', [{ name: 'PORT', value: '8080' }]);
  const ports = [{ name: 'web', containerPort: 8080 }];
  const containers = spec.containers.map((container) => ({
    ...container,
    ports,
    readinessProbe: { httpGet: { port: 'web' } },
  }));
  cluster.api.create('Deployment', deployment(1, { template: { metadata: labelled, spec: { containers } } }));
  await cluster.awaitObject('Deployment', 'd', complete);
  const [pod] = cluster.api.list('Pod', 'default');
  const service = cluster.api.get('Service', metadata('s'));
  const slice = () =>
    cluster.api
      .list('EndpointSlice', 'default')
      .find((item) => item.metadata?.labels?.['kubernetes.io/service-name'] === 's');
  const name = slice()?.metadata?.name ?? '';
  const ready = await cluster.awaitObject(
    'EndpointSlice',
    name,
    (object) => object?.endpoints?.[0]?.conditions?.ready === true,
  );
  expect(ready).toMatchObject({
    ports: [{ port: 8080 }],
    endpoints: [{ addresses: [pod?.status?.podIP], targetRef: { name: pod?.metadata?.name } }],
  });
  const port = cluster.network.port(service?.spec?.clusterIP ?? '', 80);
  expect(port).toBe(cluster.network.port(pod?.status?.podIP ?? '', 8080));
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
});
