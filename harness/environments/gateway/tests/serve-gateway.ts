import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StoreGateway } from '../store-gateway.ts';

/** A gateway on an ephemeral port of the loopback address, over plain HTTP. */
export async function serveGateway(gateway: StoreGateway): Promise<{ readonly endpoint: string } & AsyncDisposable> {
  const server = createServer(gateway.handle).on('checkContinue', gateway.handle);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
