import { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

/** In protocol v5 the first byte of a message that ends the channel named by the second. */
const closeSignal = 255;

/**
 * Several streams over one WebSocket: the first byte of each binary message is the number of its channel.
 * Source: `channel.k8s.io` in apimachinery/pkg/util/httpstream/wsstream, close signals in apiserver/pkg/util/proxy.
 */
export class ChannelSocket {
  readonly #socket: WebSocket;
  readonly #channels = new Map<number, Channel>();

  constructor(socket: WebSocket, withCloseSignal: boolean) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      if (withCloseSignal && data[0] === closeSignal) this.#channels.get(data[1] ?? -1)?.push(null);
      else if (data.length > 1 && this.#channels.get(data[0] ?? -1)?.push(data.subarray(1)) === false) socket.pause();
    });
    socket.on('error', () => {});
    socket.once('close', () => {
      for (const channel of this.#channels.values()) channel.destroy();
    });
  }

  /** Opens a channel; what the peer sends to others is dropped. */
  channel(number: number): Duplex {
    const channel = new Channel(this.#socket, number);
    this.#channels.set(number, channel);
    return channel;
  }

  /** Ends the connection when all that was written is sent. */
  close(): void {
    this.#socket.close(1000);
  }
}

class Channel extends Duplex {
  readonly #socket: WebSocket;
  readonly #number: number;

  constructor(socket: WebSocket, number: number) {
    super();
    this.#socket = socket;
    this.#number = number;
    // The connection's end is told by `close`.
    this.on('error', () => {});
  }

  override _read(): void {
    if (this.#socket.isPaused) this.#socket.resume();
  }

  override _write(data: Buffer, _encoding: BufferEncoding, callback: () => void): void {
    const message = Buffer.concat([Buffer.from([this.#number]), data]);
    this.#socket.send(message, () => callback());
  }
}
