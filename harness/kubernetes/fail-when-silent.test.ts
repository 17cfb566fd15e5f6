import { once } from 'node:events';
import { request } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { failWhenSilent } from './fail-when-silent.ts';

test('a server that takes connections and never answers is told', async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const outgoing = failWhenSilent(request({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' }), 50);
  outgoing.end();
  await expect(once(outgoing, 'response')).rejects.toThrow('no answer within 0.05 s');
  server.close();
});
