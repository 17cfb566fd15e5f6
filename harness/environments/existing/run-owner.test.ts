import { expect, test } from 'vitest';
import { type ClusterRequests, openRequests } from '../../kubernetes/cluster-requests.ts';
import { startTestServer } from '../embedded/cluster/api/testing/start-test-server.ts';
import { removeRun } from './remove-run.ts';
import { takeNamespace } from './run-owner.ts';
import { readOwner } from './run-record.ts';

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
  await removeRun({ requests, namespace, uid: 'none', runId: 'aaaaaa', progress: () => undefined });
  expect(waitedFor).toEqual(['ConfigMap']);
});

test('keys are written down when that is said, each one, and a record that is full is told once', async () => {
  await using running = await startTestServer();
  using requests = await openRequests(running.server.kubeconfig);
  const notes: string[] = [];
  await using owner = await takeNamespace({
    ...{ requests, namespace: 'default', cleanCommand: 'npm run clean', progress: () => undefined },
    record: { runId: 'aaaaaa', bucket: 'b', region: 'eu-central-1', endpoint: undefined },
    note: (text) => notes.push(text),
  });
  const written = async () => (await readOwner(requests, 'default'))?.record.keys;
  await owner.writeKeys(['0']);
  expect(await written()).toEqual(['0']);
  expect(() => owner.requireHeld()).not.toThrow();
  const keys = Array.from({ length: 50 }, (_, index) => `${index}`);
  const writes = keys.map((_, index) => owner.writeKeys(keys.slice(0, index + 1)));
  await writes[10];
  expect((await written())?.length).toBeGreaterThan(10);
  await Promise.all(writes);
  expect(await written()).toEqual(keys);
  const tooMany = Array.from({ length: 20_000 }, (_, index) => `${index}`.padStart(60, '0'));
  await owner.writeKeys(tooMany);
  await owner.writeKeys(tooMany);
  expect(notes).toEqual([
    expect.stringMatching(/^WARNING: what the run stores from now on is not written down \(.+\)/),
  ]);
});

const quiet = { progress: () => undefined, note: () => undefined };

function takeDefault(requests: ClusterRequests) {
  const record = { runId: 'aaaaaa', bucket: 'b', region: 'eu-central-1', endpoint: undefined };
  return takeNamespace({ requests, namespace: 'default', cleanCommand: 'npm run clean', record, ...quiet });
}

test('a record that is taken away is not made anew, and the run says so', async () => {
  await using running = await startTestServer();
  using requests = await openRequests(running.server.kubeconfig);
  await using owner = await takeDefault(requests);
  const metadata = { name: 'pii-harness-run', namespace: 'default' };
  await requests.remove({ apiVersion: 'v1', kind: 'ConfigMap', metadata });
  await owner.writeKeys(['0']);
  expect(await readOwner(requests, 'default')).toBeUndefined();
  expect(() => owner.requireHeld()).toThrow(/was removed during the run/);
});

test('where the cluster has gone away, what stays is told with the command that removes it', async () => {
  const running = await startTestServer();
  using requests = await openRequests(running.server.kubeconfig);
  const owner = await takeDefault(requests);
  await running[Symbol.asyncDispose]();
  await expect(owner[Symbol.asyncDispose]()).rejects.toThrow(
    /What the run made in the namespace default could not be removed \(.+\): .*, npm run clean$/,
  );
});
