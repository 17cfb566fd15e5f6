import { expect, test } from 'vitest';
import type { Container, Pod, PodSpec } from '../kubelet/pod-context.ts';
import { podOf, startTestCluster } from '../kubelet/testing/test-cluster.ts';

// Pods are processes, and other work may keep the machine busy.
const scheduled = ({ status }: Pod) => status?.conditions?.find(({ type }) => type === 'PodScheduled');
const noHelp = (nodes: number) =>
  `no new claims to deallocate, preemption: 0/${nodes} nodes are available: ${nodes} Preemption is not helpful for scheduling.`;
const noVictims =
  'no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.';

/** Messages as kube-scheduler 1.34.4 gave them for the same pods. */
const misfits: readonly [string, Partial<Container>, Partial<PodSpec>][] = [
  [`0/1 nodes are available: 1 Insufficient memory. ${noHelp(1)}`, { resources: { requests: { memory: '64Gi' } } }, {}],
  [
    `0/1 nodes are available: 1 Insufficient cpu, 1 Insufficient memory. ${noHelp(1)}`,
    { resources: { requests: { memory: '640Gi', cpu: '500' } } },
    {},
  ],
  [
    `0/1 nodes are available: 1 Insufficient nvidia.com/gpu. ${noHelp(1)}`,
    { resources: { limits: { 'nvidia.com/gpu': '1' } } },
    {},
  ],
  [
    `0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. ${noHelp(1)}`,
    {},
    { nodeSelector: { a: 'b' } },
  ],
];

test.for(misfits)('%s', async ([message, container, spec]) => {
  await using cluster = await startTestCluster();
  cluster.api.create('Pod', podOf('p', container, spec));
  expect(await cluster.awaitEvent('p', 'FailedScheduling')).toBe(message);
  const pod = await cluster.awaitPod('p', (candidate) => scheduled(candidate) !== undefined);
  expect(scheduled(pod)).toMatchObject({ status: 'False', reason: 'Unschedulable', message });
  expect(pod.status?.phase).toBe('Pending');
});

test('a host port that is taken keeps the next pod out until it is free', async () => {
  await using cluster = await startTestCluster();
  const container = { image: 'idle', ports: [{ containerPort: 80, hostPort: 7777 }] };
  cluster.api.create('Pod', podOf('a', container));
  await cluster.awaitPod('a', ({ spec }) => spec?.nodeName === 'node-1');
  cluster.api.create('Pod', podOf('b', container));
  expect(await cluster.awaitEvent('b', 'FailedScheduling')).toBe(
    `0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports. ${noVictims}`,
  );
  cluster.api.delete('Pod', { namespace: 'default', name: 'a' });
  await cluster.awaitPod('b', ({ status }) => status?.phase === 'Running');
  expect(await cluster.awaitEvent('b', 'Scheduled')).toBe('Successfully assigned default/b to node-1');
});

test('memory that another pod has asked for is not there', async () => {
  await using cluster = await startTestCluster();
  const container = { image: 'idle', resources: { requests: { memory: '12Gi' } } };
  cluster.api.create('Pod', podOf('a', container));
  cluster.api.create('Pod', podOf('b', container));
  expect(await cluster.awaitEvent('b', 'FailedScheduling')).toBe(
    `0/1 nodes are available: 1 Insufficient memory. ${noVictims}`,
  );
});

test('taints keep pods off, tolerations let them on, and the least loaded node wins', async () => {
  const taints = [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }];
  await using cluster = await startTestCluster([
    { name: 'tainted', cpu: '64', memory: '64Gi', taints },
    { name: 'small', cpu: '2', memory: '4Gi' },
    { name: 'large', cpu: '8', memory: '32Gi' },
  ]);
  const container = { image: 'idle', resources: { requests: { cpu: '500m', memory: '1Gi' } } };
  for (const name of ['a', 'b', 'c']) cluster.api.create('Pod', podOf(name, container));
  const tolerations = [{ key: 'dedicated', operator: 'Exists' }];
  cluster.api.create(
    'Pod',
    podOf('d', container, { tolerations, nodeSelector: { 'kubernetes.io/hostname': 'tainted' } }),
  );
  const node = async (name: string) =>
    (await cluster.awaitPod(name, ({ spec }) => spec?.nodeName !== undefined)).spec?.nodeName;
  expect([await node('a'), await node('b'), await node('c')].sort()).toEqual(['large', 'large', 'small']);
  expect(await node('d')).toBe('tainted');
  cluster.api.create('Pod', podOf('e', { image: 'idle', resources: { requests: { memory: '40Gi' } } }));
  expect(await cluster.awaitEvent('e', 'FailedScheduling')).toBe(
    `0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient memory. ${noHelp(3)}`,
  );
});

test('pods that shun each other, or spread, take a node each', async () => {
  const cpu = '4';
  await using cluster = await startTestCluster(['a', 'b'].map((name) => ({ name, cpu, memory: '8Gi' })));
  const labelSelector = { matchLabels: { group: 'g' } };
  const topologyKey = 'kubernetes.io/hostname';
  const required = { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey, labelSelector }] };
  const member = (name: string, spec: Partial<PodSpec>) => {
    const pod = podOf(name, { image: 'idle' }, spec);
    cluster.api.create('Pod', { ...pod, metadata: { ...pod.metadata, labels: { group: 'g' } } });
  };
  for (const name of ['x', 'y', 'z']) member(name, { affinity: { podAntiAffinity: required } });
  const node = async (name: string) =>
    (await cluster.awaitPod(name, ({ spec }) => spec?.nodeName !== undefined)).spec?.nodeName;
  expect([await node('x'), await node('y')].sort()).toEqual(['a', 'b']);
  expect(await cluster.awaitEvent('z', 'FailedScheduling')).toMatch(
    /^0\/2 nodes are available: 2 node\(s\) didn't match pod anti-affinity rules\. .* 2 No preemption victims found/,
  );
  cluster.api.delete('Pod', { namespace: 'default', name: 'z' });
  member('w', {});
  expect(await cluster.awaitEvent('w', 'FailedScheduling')).toContain(
    "didn't satisfy existing pods anti-affinity rules",
  );
});

test('a pod of higher priority takes the place of the lowest, and no other', async () => {
  await using cluster = await startTestCluster();
  for (const [name, value] of [
    ['low', 1],
    ['middle', 2],
    ['high', 3],
  ] as const) {
    cluster.api.create('PriorityClass', { metadata: { name }, value });
  }
  const half = { image: 'idle', resources: { requests: { cpu: '2' } } };
  for (const name of ['low', 'middle']) cluster.api.create('Pod', podOf(name, half, { priorityClassName: name }));
  for (const name of ['low', 'middle']) await cluster.awaitPod(name, ({ status }) => status?.phase === 'Running');
  cluster.api.create('Pod', podOf('high', half, { priorityClassName: 'high' }));
  await cluster.awaitPod('high', ({ status }) => status?.phase === 'Running');
  expect(await cluster.awaitEvent('low', 'Preempted')).toMatch(/^Preempted by pod \S+ on node node-1$/);
  expect(cluster.api.get('Pod', { namespace: 'default', name: 'low' })).toBeUndefined();
  expect(cluster.api.get('Pod', { namespace: 'default', name: 'middle' })?.metadata?.deletionTimestamp).toBeUndefined();
});
