import { expect, test } from 'vitest';
import { type ClusterRequests, openRequests } from '../../kubernetes/cluster-requests.ts';
import { startTestServer } from '../embedded/cluster/api/testing/start-test-server.ts';
import { removeRun } from './run-owner.ts';

test('a removed run has gone when its relay has, so that the next one does not take that for somebody else’s', async () => {
  await using running = await startTestServer();
  using server = await openRequests(running.server.kubeconfig);
  const namespace = 'default';
  await server.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'pii-harness-relay', namespace } });
  const waitedFor: string[] = [];
  const requests: ClusterRequests = {
    ...server,
    async create(object, options) {
      try {
        return await server.create(object, options);
      } catch (error) {
        // The garbage collector's part.
        waitedFor.push(object.kind);
        await server.remove(object);
        throw error;
      }
    },
  };
  await removeRun({ requests, namespace, runId: 'aaaaaa', progress: () => undefined });
  expect(waitedFor).toEqual(['ConfigMap']);
});
