import { Duplex } from 'node:stream';
import { type Frame, resetStatus } from './frame.ts';
import type { Headers } from './header-block.ts';

/** The connection, as its streams see it. */
export interface StreamLink {
  /** Calls back when the frame has left this process, or cannot any more. */
  send(frame: Frame, callback?: () => void): void;
  forget(stream: SpdyStream): void;
}

/** A stream that the peer opened. Ending it sends FIN; destroying it before both sides have ended sends RST_STREAM. */
export class SpdyStream extends Duplex {
  readonly id: number;
  readonly headers: Headers;
  readonly #link: StreamLink;
  #remoteEnded = false;
  #givenUp = false;
  #room: (() => void) | undefined;

  constructor(id: number, headers: Headers, link: StreamLink) {
    // A piece of a DATA frame has up to 64 KiB; the transport carries back pressure, so little need be kept here.
    super({ readableHighWaterMark: 64 * 1024, writableHighWaterMark: 64 * 1024 });
    this.id = id;
    this.headers = headers;
    this.#link = link;
    // Whoever uses the stream learns of its end by `close`; nobody need fear an error.
    this.on('error', () => {});
  }

  /** Takes what the peer sent; settles when there is room for more. */
  async receive(data: Buffer, fin: boolean): Promise<void> {
    if (this.destroyed || this.#remoteEnded) return;
    const room = data.length === 0 || this.push(data);
    if (fin) {
      this.#remoteEnded = true;
      this.push(null);
      return;
    }
    if (room) return;
    await new Promise<void>((resolve) => {
      this.#room = resolve;
    });
  }

  /** The peer gave the stream up, or is gone. */
  giveUp(): void {
    this.#givenUp = true;
    this.destroy();
  }

  override _read(): void {
    this.#release();
  }

  override _write(data: Buffer, _encoding: BufferEncoding, callback: () => void): void {
    this.#link.send({ type: 'data', stream: this.id, fin: false, data }, callback);
  }

  override _final(callback: () => void): void {
    this.#link.send({ type: 'data', stream: this.id, fin: true, data: Buffer.alloc(0) }, callback);
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.#release();
    if (!this.#givenUp && !(this.#remoteEnded && this.writableFinished)) {
      this.#link.send({ type: 'rstStream', stream: this.id, status: resetStatus.cancel });
    }
    this.#link.forget(this);
    callback(error);
  }

  #release(): void {
    this.#room?.();
    this.#room = undefined;
  }
}
