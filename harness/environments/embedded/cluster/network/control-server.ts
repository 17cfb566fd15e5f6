import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { ControlAnswer, ControlHello, ControlRequest, Identified } from './control-protocol.ts';

/** One control connection: a thread of a process in a pod. */
export interface ControlSession extends Disposable {
  handle(request: ControlRequest): ControlAnswer | Promise<ControlAnswer> | undefined;
}

/** Answers the look-ups of all pods on one loopback port. Connections without a valid token are cut. */
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
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (session !== undefined) {
          void answer(socket, session, line);
          continue;
        }
        const { token } = JSON.parse(line) as ControlHello;
        session = this.#open(token);
        if (session === undefined) return void socket.destroy();
        this.#sockets.set(socket, token);
      }
    });
    // A killed process resets its connection; 'close' follows and does all there is to do.
    socket.on('error', () => {});
    socket.once('close', () => {
      this.#sockets.delete(socket);
      session?.[Symbol.dispose]();
    });
  }
}

async function answer(socket: Socket, session: ControlSession, line: string): Promise<void> {
  const { id, ...request } = JSON.parse(line) as Identified<ControlRequest>;
  const outcome = session.handle(request);
  if (outcome === undefined) return;
  const message: Identified<ControlAnswer> = { id, ...(outcome instanceof Promise ? await outcome : outcome) };
  if (!socket.destroyed) socket.write(`${JSON.stringify(message)}\n`);
}
