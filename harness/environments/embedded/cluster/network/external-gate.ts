import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/**
 * A pod's way out: one loopback listener for each port that the pod dials outside the cluster, so that whoever takes the
 * connection knows pod and port.
 */
export class ExternalGate implements AsyncDisposable {
  readonly #onConnection: (socket: Socket, port: number) => void;
  readonly #listeners = new Map<number, Promise<Server>>();
  readonly #sockets = new Set<Socket>();

  constructor(onConnection: (socket: Socket, port: number) => void) {
    this.#onConnection = onConnection;
  }

  /** Real loopback port that stands for `port` outside. */
  async open(port: number): Promise<number> {
    let listener = this.#listeners.get(port);
    if (listener === undefined) {
      listener = this.#listen(port);
      this.#listeners.set(port, listener);
    }
    return ((await listener).address() as AddressInfo).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const listeners = [...this.#listeners.values()];
    this.#listeners.clear();
    for (const listener of await Promise.all(listeners)) listener.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  async #listen(port: number): Promise<Server> {
    // Half-open as in every server of node:http, node:http2 and node:tls: these take such a socket over as their own.
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
      // A killed pod resets its connections, which must not end the harness; 'close' tells as much.
      socket.on('error', () => {});
      this.#onConnection(socket, port);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return server;
  }
}
