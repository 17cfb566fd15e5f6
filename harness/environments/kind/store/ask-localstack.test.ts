import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { EnvironmentError } from '../../../errors/environment-error.ts';
import { readStoredObjects } from '../../read-stored-objects.ts';
import { askLocalStack, fateOf } from './ask-localstack.ts';
import { type KindStore, openKindStore } from './kind-store.ts';

/** Where nobody listens any more. */
async function deadEndpoint(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}

test.each<[string, (store: KindStore) => Promise<unknown>]>([
  ['S3', ({ access }) => readStoredObjects(access, 'bucket', () => undefined)],
  ['IAM', (store) => store.createUser('somebody')],
])('a LocalStack that is not there is named, with its container and what to look at: %s', async (_, ask) => {
  const store = openKindStore(await deadEndpoint(), 'eu-central-1');
  const failure = await askLocalStack('0123456789abcdef', ask(store)).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(EnvironmentError);
  // With Docker here it is gone, without it nobody knows.
  expect((failure as Error).message).toMatch(
    /^LocalStack does not answer \(ECONNREFUSED\): its container 0123456789ab (is gone|is Docker’s, which cannot be asked).*localstack\.log/,
  );
});

test('what LocalStack answered stays what it is', async () => {
  const refusal = new Error('NoSuchBucket');
  await expect(askLocalStack('0123456789abcdef', Promise.reject(refusal))).rejects.toBe(refusal);
  expect(await askLocalStack('0123456789abcdef', Promise.resolve(7))).toBe(7);
});

test('its fate is told as Docker knows it', () => {
  const state = { status: 'exited', exitCode: 137, outOfMemory: true, finishedAt: '2026-01-02T03:04:05Z' };
  expect(fateOf(state)).toBe('exited with 137 at 2026-01-02T03:04:05Z, killed for want of memory');
  expect(fateOf({ ...state, status: 'paused' })).toBe('is paused');
  expect(fateOf({ ...state, status: undefined })).toMatch('is gone');
});
