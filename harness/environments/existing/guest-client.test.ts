import { expect, test } from 'vitest';
import { openCluster } from '../../kubernetes/cluster-client.ts';
import { startTestServer } from '../embedded/cluster/api/testing/start-test-server.ts';
import { guestClient } from './guest-client.ts';

const namespace = 'default';
const labels = { 'pii-harness/run': 'aaaaaa' };

test("a guest sees what is said of its own objects, not of anybody's, and that a cluster goes away", async () => {
  const running = await startTestServer();
  await using cluster = await openCluster(running.server.kubeconfig);
  const guest = guestClient(cluster, {
    owner: { labels, marked: (object) => ({ ...object, metadata: { ...object.metadata, labels } }) },
    leftAlone: new Set(),
    isClusterScoped: () => false,
  });
  await guest.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'qtap' } }, namespace);
  for (const name of ['qtap', 'qtap-x7k2p', 'payroll-1']) {
    const involvedObject = { apiVersion: 'v1', kind: 'Pod', name, namespace };
    const event = { involvedObject, reason: 'Test', message: name, type: 'Normal' };
    await cluster.create({ apiVersion: 'v1', kind: 'Event', metadata: { name: `e-${name}` }, ...event }, namespace);
  }
  expect((await guest.events(namespace)).map(({ message }) => message).sort()).toEqual(['qtap', 'qtap-x7k2p']);
  await running[Symbol.asyncDispose]();
  await expect(guest.pods(namespace)).rejects.toThrow(/The cluster does not answer any more \(.+\)\./);
});
