import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createIam } from '../../../iam/iam.ts';
import { sign } from '../../embedded/store/tests/signed-request.ts';
import { createStoreGateway } from '../store-gateway.ts';
import { region } from './run-gateway.ts';
import { serveGateway } from './serve-gateway.ts';

const megabyte = 1024 ** 2;
const size = 160 * megabyte;
const root = { accessKeyId: 'AKIDROOT', secretAccessKey: 'root-secret' };

/** A store that keeps nothing, and takes its time: what is not taken must not pile up before it. */
async function slowStore() {
  let taken = 0;
  const server = createServer((incoming, response) => {
    incoming.on('data', ({ length }: Buffer) => {
      taken += length;
      incoming.pause();
      setImmediate(() => incoming.resume());
    });
    incoming.on('end', () => response.writeHead(200, { 'x-amz-bucket-region': region }).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken: () => taken,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

test('a body of any size passes in constant memory', { timeout: 60_000 }, async () => {
  await using store = await slowStore();
  const iam = createIam();
  iam.addAccessKey({ ...root, user: 'root' });
  const upstream = Promise.resolve({ endpoint: store.endpoint, region, ...root });
  await using gateway = createStoreGateway({ accounts: iam, region, upstream });
  await using front = await serveGateway(gateway);
  const { host } = new URL(front.endpoint);
  const path = '/some-bucket/large';
  const { headers } = sign({ method: 'PUT', host, path, region, principal: root, payloadHash: 'UNSIGNED-PAYLOAD' });
  const sent = request(new URL(path, front.endpoint), {
    method: 'PUT',
    headers: { ...headers, 'content-length': size },
  });
  const piece = Buffer.alloc(megabyte, 'x');
  const before = process.memoryUsage.rss();
  let most = 0;
  for (let bytes = 0; bytes < size; bytes += piece.length) {
    if (!sent.write(piece)) await once(sent, 'drain');
    most = Math.max(most, process.memoryUsage.rss() - before);
  }
  sent.end();
  const [response] = await once(sent, 'response');
  response.resume();
  expect(response.statusCode).toBe(200);
  expect(store.taken()).toBeGreaterThan(size);
  expect(most).toBeLessThan(90 * megabyte);
});
