import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { ControlAnswer, ControlRequest, Identified } from './control-protocol.ts';
import { parseHello, parseRequest } from './parse-control-line.ts';

/** Characters; a request holds one host name at most. */
const maximumLine = 64 * 1024;

/** One control connection: a thread of a process in a pod. */
export interface ControlSession extends Disposable {
  handle(request: ControlRequest): ControlAnswer | Promise<ControlAnswer> | undefined;
}

/**
 * Answers the look-ups of all pods on one loopback port. Any process of the machine may connect to it: a connection
 * without a valid token, or with a line that is no message of the protocol, is cut, and nothing else happens.
 */
export class ControlServer implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Map<Socket, string>();
  readonly #open: (token: string) => ControlSession | undefined;

  private constructor(open: (token: string) => ControlSession | undefined) {
    this.#open = open;
    this.#server = createServer({ noDelay: true }, (socket) => this.#accept(socket));
  }

  static async start(open: (token: string) => ControlSession | undefined): Promise<ControlServer> {
    const control = new ControlServer(open);
    control.#server.listen(0, '127.0.0.1');
    await once(control.#server, 'listening');
    return control;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Cuts every connection of a pod. */
  drop(token: string): void {
    for (const [socket, owner] of this.#sockets) if (owner === token) socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets.keys()) socket.destroy();
    await closed;
  }

  #accept(socket: Socket): void {
    let session: ControlSession | undefined;
    let rest = '';
    this.#sockets.set(socket, '');
    const take = (line: string): void => {
      if (line.length > maximumLine) throw new Error('A line of a control connection is too long.');
      if (session !== undefined) {
        void answer(socket, session, line);
        return;
      }
      const token = parseHello(line);
      session = this.#open(token);
      if (session === undefined) throw new Error('A control connection has the token of no pod.');
      this.#sockets.set(socket, token);
    };
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      try {
        for (const line of lines) take(line);
      } catch {
        socket.destroy();
      }
      if (rest.length > maximumLine) socket.destroy();
    });
    // A killed process resets its connection; 'close' follows and does all there is to do.
    socket.on('error', () => {});
    socket.once('close', () => {
      this.#sockets.delete(socket);
      session?.[Symbol.dispose]();
    });
  }
}

/** Never rejects: a request that cannot be answered cuts its connection. */
async function answer(socket: Socket, session: ControlSession, line: string): Promise<void> {
  try {
    const { id, ...request } = parseRequest(line);
    const outcome = session.handle(request);
    if (outcome === undefined) return;
    const message: Identified<ControlAnswer> = { id, ...(outcome instanceof Promise ? await outcome : outcome) };
    if (!socket.destroyed) socket.write(`${JSON.stringify(message)}\n`);
  } catch {
    socket.destroy();
  }
}
