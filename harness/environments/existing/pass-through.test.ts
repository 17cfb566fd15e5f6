import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { createIam } from '../../iam/iam.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { createEmbeddedStore } from '../embedded/start-embedded.ts';
import type { Incoming, Outgoing } from '../embedded/store/http/incoming.ts';
import { createPassThrough, type PassedRequest } from './pass-through.ts';
import { writtenKeys } from './written-keys.ts';

const bucket = 'acme';
const key = { accessKeyId: 'AKIAAGENT', secretAccessKey: 'secret' };

async function serve(
  handle: (request: Incoming, response: Outgoing) => void,
): Promise<{ server: Server; origin: string }> {
  const server = createServer((request, response) => handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** A store that judges, a pass-through before it, and a client that signs for the store's own name. */
async function parts() {
  const folder = temporaryFolder();
  const iam = createIam();
  iam.addAccessKey({ ...key, user: 'agent' });
  const everything = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
  iam.putUserPolicy('agent', 'all', JSON.stringify({ Version: '2012-10-17', Statement: [everything] }));
  const region = 'eu-central-1';
  const store = createEmbeddedStore({ accounts: iam, region, directory: folder.path });
  store.createBucket(bucket);
  const hosts: string[] = [];
  const upstream = await serve((request, response) => {
    hosts.push(request.headers.host ?? '');
    store.handle(request as never, response as never);
  });
  const reached: string[] = [];
  const passThrough = createPassThrough({
    originOf: () => upstream.origin,
    onReached: ({ host, path }) => void reached.push(`${host}${path}`),
  });
  const written = writtenKeys(passThrough, bucket);
  const front = await serve(written.handle);
  const open = (secretAccessKey: string) => {
    const client = new S3Client({
      ...{ region, credentials: { ...key, secretAccessKey }, maxAttempts: 1 },
      endpoint: `http://s3.${region}.amazonaws.com`,
    });
    // Names lead to the front, as host aliases do in a pod.
    const port = Number(new URL(front.origin).port);
    client.middlewareStack.add(
      (next) => async (args) => {
        const { request } = args as { request: { headers: Record<string, string>; hostname: string; port?: number } };
        Object.assign(request, { hostname: '127.0.0.1', port });
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low', name: 'lead-to-front' },
    );
    return client;
  };
  return {
    ...{ open, written, hosts, reached, front },
    [Symbol.dispose]() {
      front.server.close();
      upstream.server.close();
      passThrough[Symbol.dispose]();
      folder[Symbol.dispose]();
    },
  };
}

test('requests reach the store as they were signed, and what was written is known', async () => {
  using stand = await parts();
  const client = stand.open(key.secretAccessKey);
  const Body = randomBytes(300_000);
  const before = Date.now();
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'a b/ü', Body }));
  const { Body: stored } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: 'a b/ü' }));
  expect(Buffer.from((await stored?.transformToByteArray()) ?? [])).toEqual(Body);
  expect(stand.hosts).toEqual(Array(2).fill('acme.s3.eu-central-1.amazonaws.com'));
  expect([...stand.written.begun]).toEqual(['a b/ü']);
  expect(stand.written.storedAt('a b/ü')).toBeGreaterThanOrEqual(before);
  client.destroy();
});

test('an upload waits until its key is written down, and nothing else does', async () => {
  using stand = await parts();
  const client = stand.open(key.secretAccessKey);
  const asked = Promise.withResolvers<readonly string[]>();
  const writtenDown = Promise.withResolvers<void>();
  stand.written.recordBy(() => {
    asked.resolve([...stand.written.begun]);
    return writtenDown.promise;
  });
  const put = client.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: 'x' }));
  expect(await asked.promise).toEqual(['k']);
  const get = new GetObjectCommand({ Bucket: bucket, Key: 'k' });
  await expect(client.send(get)).rejects.toMatchObject({ name: 'NoSuchKey' });
  writtenDown.resolve();
  await put;
  await client.send(get);
  client.destroy();
});

test("a wrong key is refused by the store, in the store's words", async () => {
  using stand = await parts();
  const client = stand.open('wrong');
  const put = client.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: 'x' }));
  await expect(put).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
  expect(stand.reached).toEqual(['acme.s3.eu-central-1.amazonaws.com/k']);
  expect([...stand.written.begun]).toEqual(['k']);
  expect(stand.written.storedAt('k')).toBeUndefined();
  client.destroy();
});

test('a store that cannot be reached is a gateway error, not a hang', async () => {
  const told: string[] = [];
  const onUnreachable = ({ host, path }: PassedRequest, reason: string) => told.push(`${host}${path}: ${reason}`);
  const passThrough = createPassThrough({ originOf: () => 'http://127.0.0.1:1', onUnreachable });
  const { server, origin } = await serve(passThrough.handle);
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  socket.write('PUT /acme/k HTTP/1.1\r\nHost: s3.amazonaws.com\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc');
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).toString()).toMatch(
    /^HTTP\/1\.1 502 [\s\S]*could not reach the object store: ECONNREFUSED/,
  );
  expect(told).toEqual(['s3.amazonaws.com/acme/k: ECONNREFUSED']);
  server.close();
  passThrough[Symbol.dispose]();
});
