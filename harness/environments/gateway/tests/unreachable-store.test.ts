import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createIam } from '../../../iam/iam.ts';
import { createStoreGateway } from '../store-gateway.ts';

test('a store behind that does not answer is told, beside what the client is answered', async () => {
  const faults: string[] = [];
  const upstream = { endpoint: 'http://127.0.0.1:1', region: 'eu-central-1', accessKeyId: 'a', secretAccessKey: 'b' };
  await using gateway = createStoreGateway({
    ...{ accounts: createIam(), region: upstream.region, upstream: Promise.resolve(upstream) },
    onFault: (fault) => faults.push((fault as Error).message),
  });
  const server = createServer((request, response) => gateway.handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/bucket/key`);
  expect(await answer.text()).toContain('<Code>InternalError</Code>');
  expect(faults).toEqual(['The object store behind the harness did not answer: ECONNREFUSED.']);
  server.close();
  server.closeAllConnections();
});
