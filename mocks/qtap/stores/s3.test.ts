import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createObjectStore } from '../../../harness/environments/embedded/store/object-store.ts';
import { durations } from '../durations.ts';
import { s3ObjectUrl } from './s3-address.ts';
import { S3Store } from './s3-store.ts';

const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret', region: 'eu-central-1' };
const bytes = Buffer.from('{"a":1}');
const object = { bytes, contentType: 'application/json', artifactType: 'qscan_request', digest: 'd'.repeat(40) };

test.each([
  [
    's3.eu-central-1.amazonaws.com',
    'eu-central-1',
    'acme',
    false,
    'https://acme.s3.dualstack.eu-central-1.amazonaws.com/k',
  ],
  ['s3.amazonaws.com', 'eu-west-1', 'acme', false, 'https://acme.s3.dualstack.eu-west-1.amazonaws.com/k'],
  ['s3.us-west-2.amazonaws.com', 'eu-west-1', 'acme', false, 'https://acme.s3.dualstack.eu-west-1.amazonaws.com/k'],
  ['s3.amazonaws.com', 'eu-west-1', 'acme.data', false, 'https://s3.dualstack.eu-west-1.amazonaws.com/acme.data/k'],
  ['s3.amazonaws.com', 'eu-nowhere-9', 'acme', false, 'https://acme.s3.dualstack.us-east-1.amazonaws.com/k'],
  ['minio.shop:9000', 'us-east-1', 'acme', true, 'http://minio.shop:9000/acme/k'],
])('endpoint %s in %s with bucket %s', (endpoint, region, bucket, insecure, expected) => {
  expect(s3ObjectUrl({ endpoint, region, bucket, insecure }, 'k').href).toBe(expected);
});

function s3Store(endpoint: string, accessUrl = '{{SCHEME}}://{{ENDPOINT}}/{{BUCKET}}/{{DIGEST}}/{{ DIGEST }}') {
  const place = { endpoint, region: 'eu-central-1', bucket: 'acme', insecure: true };
  return new S3Store({ ...place, accessUrl, credentials, durations: durations(1e6) });
}

test('over plain HTTP it streams signed chunks that a real store accepts', async () => {
  const principal = { ...credentials, accountId: '000000000000', arn: 'arn:aws:iam::000000000000:root' };
  const accounts = {
    find: () => principal,
    authorize: () => ({ allowed: true }) as const,
    checkBucketPolicy: () => ({ isPublic: false }),
  };
  await using store = createObjectStore({ accounts, region: 'eu-central-1' });
  store.createBucket('acme');
  const { host } = new URL((await store.listen()).endpoint);
  const big = { ...object, bytes: Buffer.alloc(150_000, 'x') };
  expect(await s3Store(host).put(big)).toBe(`http://${host}/acme/${object.digest}/{{ DIGEST }}`);
  expect(store.read('acme', object.digest)).toEqual(big.bytes);
});

async function answering(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer((request, response) => request.resume().on('end', () => answer(request, response)));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

test.each([
  [503, 'SlowDown', 10],
  [500, 'InternalError', 10],
  [400, 'ExpiredToken', 10],
  [403, 'AccessDenied', 1],
  [404, 'NoSuchBucket', 1],
  [301, 'PermanentRedirect', 1],
  [400, 'AuthorizationHeaderMalformed', 1],
])('%i %s is tried %i times, then lost', async (status, code, attempts) => {
  let calls = 0;
  await using server = await answering((_, response) => {
    calls++;
    response.writeHead(status).end(`<Error><Code>${code}</Code><Message>No.</Message></Error>`);
  });
  await expect(s3Store(server.host).put(object)).rejects.toThrow(`${status} ${code}: No.`);
  expect(calls).toBe(attempts);
});

test('a connection that breaks is tried again', async () => {
  let calls = 0;
  await using server = await answering((request, response) => {
    if (++calls === 1) request.socket.destroy();
    else response.end();
  });
  await s3Store(server.host).put(object);
  expect(calls).toBe(2);
});
