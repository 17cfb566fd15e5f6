import { expect, test } from 'vitest';
import { openRequests } from '../../kubernetes/cluster-requests.ts';
import { startTestServer } from '../embedded/cluster/api/testing/start-test-server.ts';
import { removeStored } from './remove-stored.ts';
import { readOwner } from './run-record.ts';

const namespace = 'default';

async function remove(keys: readonly string[], there: readonly string[] | undefined) {
  await using running = await startTestServer();
  using requests = await openRequests(running.server.kubeconfig);
  const removed: string[] = [];
  const bucket = {
    async keys() {
      if (there === undefined) throw new Error('The provided token has expired.');
      return new Set(there);
    },
    remove: async (list: readonly string[]) => void removed.push(...list),
  };
  const record = { runId: 'aaaaaa', bucket: 'b', region: 'eu-central-1', endpoint: undefined };
  const cleanCommand = 'npm run clean -- --namespace default';
  const failure = await removeStored({ requests, namespace, bucket, record, cleanCommand, keys }).catch(
    ({ message }: Error) => message,
  );
  return { failure, removed, record: (await readOwner(requests, namespace))?.record };
}

test('what is there of the run goes', async () => {
  expect(await remove(['a', 'b'], ['b', 'c'])).toEqual({ failure: undefined, removed: ['b'], record: undefined });
});

test('where the bucket does not let it, a record stays for clean', async () => {
  const { failure, record } = await remove(['a', 'b'], undefined);
  expect(failure).toBe(
    'The provided token has expired. What the run stored there is on record: npm run clean -- --namespace default',
  );
  expect(record).toMatchObject({ runId: 'aaaaaa', bucket: 'b', keys: ['a', 'b'] });
});
