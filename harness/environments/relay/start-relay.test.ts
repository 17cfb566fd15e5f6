import { expect, test } from 'vitest';
import { openRequests } from '../../kubernetes/cluster-requests.ts';
import { startTestServer } from '../embedded/cluster/api/testing/start-test-server.ts';
import { startRelay } from './start-relay.ts';

test("what has the relay's name in somebody's namespace is neither changed nor removed", async () => {
  await using running = await startTestServer();
  const { kubeconfig } = running.server;
  using requests = await openRequests(kubeconfig);
  const namespace = 'default';
  const metadata = { name: 'pii-harness-relay', namespace };
  const somebodys = await requests.create({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata,
    stringData: { of: 'somebody' },
  });
  const started = startRelay({
    ...{
      mode: 'service',
      kubeconfig,
      namespace,
      ports: [443],
      image: 'none',
      runId: 'aaaaaa',
      timeout: 500,
      keep: true,
    },
    onConnection: (connection) => connection.destroy(),
  });
  await expect(started).rejects.toThrow(/cannot be put into namespace default: .*"pii-harness-relay" already exists/);
  expect(await requests.get('/api/v1/namespaces/default/secrets/pii-harness-relay')).toEqual(somebodys);
});
