import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

export interface Witness extends AsyncDisposable {
  /** Goes to program `stay`. */
  readonly environment: { readonly WITNESS: string };
  /** Settles when the program and its child are dead. A dead process may stay in the process table; its connections close. */
  readonly gone: Promise<void>;
}

/** Sees the end of processes that are no children of the test. */
export async function witness(): Promise<Witness> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const server = createServer((socket) => {
    // A killed process may reset the connection.
    socket.on('error', () => {}).resume();
    socket.once('close', () => resolve());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    environment: { WITNESS: String((server.address() as AddressInfo).port) },
    gone: promise,
    [Symbol.asyncDispose]: async () => {
      server.close();
    },
  };
}
