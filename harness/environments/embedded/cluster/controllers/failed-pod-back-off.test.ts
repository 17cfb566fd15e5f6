import { afterEach, expect, test, vi } from 'vitest';
import type { KindMap } from '../api/cluster-api.ts';
import { createPace } from '../kubelet/pace.ts';
import { startTestCluster, type TestCluster } from '../kubelet/testing/test-cluster.ts';
import { FailedPodBackOff } from './failed-pod-back-off.ts';

afterEach(() => vi.useRealTimers());

test('the first failed pod is made anew at once, the next ones after 1 s, 2 s, 4 s and so on', () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const backOff = new FailedPodBackOff(createPace(true));
  expect(backOff.take('a')).toBe(0);
  expect(backOff.take('a')).toBe(1000);
  expect(backOff.take('b')).toBe(0);
  vi.setSystemTime(Date.now() + 1000);
  expect(backOff.take('a')).toBe(0);
  expect(backOff.take('a')).toBe(2000);
  vi.setSystemTime(Date.now() + 1_800_001);
  expect(backOff.take('a')).toBe(0);
  expect(backOff.take('a')).toBe(1000);
});

const labels = { app: 'w' };
const spec = {
  selector: { matchLabels: labels },
  template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'idle:1' }] } },
};
const metadata = { name: 'w', namespace: 'default' };

/** Makes each pod of the workload fail as soon as it is there, as a node does that refuses it. */
function failAll({ api }: TestCluster): Disposable {
  return api.watch('Pod', ({ type, object }) => {
    if (type !== 'ADDED') return;
    api.updateStatus('Pod', { ...object, status: { ...object.status, phase: 'Failed', reason: 'Refused' } });
  });
}

test.for(['DaemonSet', 'ReplicaSet', 'StatefulSet'] as const)(
  'a %s makes failed pods anew at growing distances',
  async (kind) => {
    await using cluster = await startTestCluster();
    using _failing = failAll(cluster);
    const made: number[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    using _watch = cluster.api.watch('Pod', ({ type }) => {
      if (type === 'ADDED' && made.push(Date.now()) === 7) resolve();
    });
    cluster.api.create(kind, { apiVersion: 'apps/v1', kind, metadata, spec } as KindMap[typeof kind]);
    await promise;
    // Compressed to a hundredth: at once, then 10, 20, 40, 80 and 160 ms.
    const took = (made.at(-1) ?? 0) - (made[0] ?? 0);
    expect(took).toBeGreaterThanOrEqual(300);
  },
);
