import { expect, test } from 'vitest';
import type { KindMap } from '../api/cluster-api.ts';
import { createClusterState } from '../api/cluster-state.ts';
import { createPace } from '../kubelet/pace.ts';
import { startNodeTaintController } from './node-taint-controller.ts';

type Node = KindMap['Node'];

const ready = (status: string): Node['status'] => ({ conditions: [{ type: 'Ready', status }] });

test('a node is tainted as long as it is not ready, and while it is cordoned', async () => {
  const { api } = createClusterState();
  const fail = (error: unknown) => {
    throw error;
  };
  const seen: string[] = [];
  const done = Promise.withResolvers<void>();
  const steps: ((node: Node) => void)[] = [
    (node) => api.updateStatus('Node', { ...node, status: { ...node.status, ...ready('True') } }),
    (node) => api.update('Node', { ...node, spec: { ...node.spec, unschedulable: true } }),
    (node) => api.updateStatus('Node', { ...node, status: { ...node.status, ...ready('Unknown') } }),
    () => done.resolve(),
  ];
  api.create('Node', { metadata: { name: 'n' }, status: ready('False') });
  using _controller = startNodeTaintController({ api, pace: createPace(false), onError: fail });
  using _watch = api.watch('Node', ({ object }) => {
    const keys = (object.spec?.taints ?? []).map(({ key, effect }) => `${key}:${effect}`).join(' ');
    if (seen.at(-1) === keys) return;
    seen.push(keys);
    steps.shift()?.(object);
  });
  await done.promise;
  expect(seen).toEqual([
    'node.kubernetes.io/not-ready:NoSchedule',
    '',
    'node.kubernetes.io/unschedulable:NoSchedule',
    'node.kubernetes.io/unschedulable:NoSchedule node.kubernetes.io/unreachable:NoSchedule',
  ]);
});
