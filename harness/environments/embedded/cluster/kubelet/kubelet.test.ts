import { expect, test, vi } from 'vitest';
import { podOf, startTestCluster } from './testing/test-cluster.ts';

// Pods are processes, and other work may keep the machine busy.
vi.setConfig({ testTimeout: 30_000 });

test('a pod runs, gets an address, and becomes ready', async () => {
  await using cluster = await startTestCluster();
  cluster.api.create('Pod', podOf('plain', { args: ['--name', '$(NAME)'], env: [{ name: 'NAME', value: 'x' }] }));
  const pod = await cluster.awaitPod('plain', ({ status }) => status?.phase === 'Running');
  expect(pod.status?.podIP).toMatch(/^10\.244\./);
  expect(pod.status?.conditions?.find(({ type }) => type === 'Ready')?.status).toBe('True');
});
