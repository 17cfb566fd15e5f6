import net from 'node:net';
import type { ControlAnswer, ControlRequest, Identified } from '../../network/control-protocol.ts';

const connectReal: (this: net.Socket, options: net.SocketConnectOpts) => net.Socket = net.Socket.prototype.connect;

/**
 * This thread's control connection: opened by the first request, and keeping the thread alive only while an answer is
 * awaited. Once the harness is gone every request is answered ENETDOWN.
 */
export class ControlClient {
  readonly #port: number;
  readonly #token: string;
  readonly #pending = new Map<number, (answer: ControlAnswer) => void>();
  #socket: net.Socket | undefined;
  #last = 0;

  constructor(port: number, token: string) {
    this.#port = port;
    this.#token = token;
  }

  request(message: ControlRequest): Promise<ControlAnswer> {
    return new Promise((resolve) => {
      const id = ++this.#last;
      this.#socket ??= this.#open();
      if (this.#pending.size === 0) this.#socket.ref();
      this.#pending.set(id, resolve);
      this.#send({ id, ...message });
    });
  }

  /** Sends what has no answer. */
  notify(message: ControlRequest): void {
    if (this.#socket !== undefined) this.#send({ id: 0, ...message });
  }

  #send(message: Identified<ControlRequest>): void {
    this.#socket?.write(`${JSON.stringify(message)}\n`);
  }

  #open(): net.Socket {
    const socket = new net.Socket();
    let rest = '';
    connectReal.call(socket, { host: '127.0.0.1', port: this.#port });
    socket.setNoDelay(true);
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.#settle(socket, JSON.parse(line) as Identified<ControlAnswer>);
    });
    // 'close' follows.
    socket.on('error', () => {});
    socket.once('close', () => {
      this.#socket = undefined;
      const waiting = [...this.#pending.values()];
      this.#pending.clear();
      for (const resolve of waiting) resolve({ error: 'ENETDOWN' });
    });
    socket.write(`${JSON.stringify({ token: this.#token })}\n`);
    return socket;
  }

  #settle(socket: net.Socket, answer: Identified<ControlAnswer>): void {
    this.#pending.get(answer.id)?.(answer);
    this.#pending.delete(answer.id);
    if (this.#pending.size === 0) socket.unref();
  }
}
