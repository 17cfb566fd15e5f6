import { expect, test } from 'vitest';
import type { KindMap } from '../api/cluster-api.ts';
import { podOf, startTestCluster } from './testing/test-cluster.ts';

// Pods are processes, and other work may keep the machine busy.
test('a pod runs, gets an address, and becomes ready', async () => {
  await using cluster = await startTestCluster();
  cluster.api.create('Pod', podOf('plain', { args: ['--name', '$(NAME)'], env: [{ name: 'NAME', value: 'x' }] }));
  const pod = await cluster.awaitPod('plain', ({ status }) => status?.phase === 'Running');
  expect(pod.status?.podIP).toMatch(/^10\.244\./);
  expect(pod.status?.conditions?.find(({ type }) => type === 'Ready')?.status).toBe('True');
});

test('real time: a probe does not pass before its delay', async () => {
  await using cluster = await startTestCluster(undefined, true);
  const readinessProbe = { httpGet: { port: 8080 }, initialDelaySeconds: 2, periodSeconds: 1 };
  cluster.api.create('Pod', podOf('p', { env: [{ name: 'PORT', value: '8080' }], readinessProbe }));
  const isReady = ({ status }: KindMap['Pod']) =>
    status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
  const pod = await cluster.awaitPod('p', isReady);
  const times = pod.status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime ?? '';
  const startedAt = pod.status?.containerStatuses?.[0]?.state?.running?.startedAt ?? '';
  expect(Date.parse(times) - Date.parse(startedAt)).toBeGreaterThanOrEqual(2000);
});
