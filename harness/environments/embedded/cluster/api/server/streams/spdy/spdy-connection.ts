import type { Duplex } from 'node:stream';
import { encodeFrame, type Frame, goAwayStatus, resetStatus } from './frame.ts';
import { FrameReader } from './frame-reader.ts';
import type { Headers } from './header-block.ts';
import { HeaderDecoder, HeaderEncoder } from './header-codec.ts';
import { SpdyError } from './spdy-error.ts';
import { SpdyStream } from './spdy-stream.ts';

export interface SpdyHandler {
  /** Whether the peer may open a stream with these headers. */
  accepts(headers: Headers, id: number): boolean;
  /** Gets each stream that was accepted, before its first data. */
  onStream(stream: SpdyStream): void;
}

/**
 * The server's end of a SPDY/3.1 connection as Kubernetes speaks it. Like moby/spdystream, which every client uses, it
 * neither sends nor heeds windows: a slow reader holds up the transport, so that nothing piles up in memory, and with it
 * the connection's other streams.
 */
export class SpdyConnection {
  /** Settles when the connection is over and all its streams are destroyed. Never rejects. */
  readonly closed: Promise<void>;
  readonly #transport: Duplex;
  readonly #handler: SpdyHandler;
  readonly #streams = new Map<number, SpdyStream>();
  readonly #headers = { read: new HeaderDecoder(), write: new HeaderEncoder() };
  #lastStream = 0;
  #goingAway = false;

  constructor(transport: Duplex, handler: SpdyHandler) {
    this.#transport = transport;
    this.#handler = handler;
    transport.on('error', () => {});
    this.closed = this.#run();
  }

  /** Takes no more streams, and hangs up as soon as the last one has ended. */
  close(): void {
    if (this.#goingAway) return;
    this.#goAway(goAwayStatus.ok);
    this.#leaveWhenIdle();
  }

  async #run(): Promise<void> {
    const reader = new FrameReader();
    try {
      for await (const chunk of this.#transport.iterator({ destroyOnReturn: false })) {
        for (const frame of reader.read(chunk as Buffer)) await this.#handle(frame);
      }
    } catch (error) {
      if (error instanceof SpdyError) this.#goAway(goAwayStatus.protocolError);
    } finally {
      for (const stream of this.#streams.values()) stream.giveUp();
      this.#transport.end(() => this.#transport.destroy());
    }
  }

  async #handle(frame: Frame): Promise<void> {
    switch (frame.type) {
      case 'synStream':
        return this.#open(frame);
      case 'data':
        // A stream that is not there was reset while its data was on the way.
        return this.#streams.get(frame.stream)?.receive(frame.data, frame.fin);
      case 'rstStream':
        return this.#streams.get(frame.stream)?.giveUp();
      case 'headers':
      case 'synReply':
        // Nobody sends them to a server here; read all the same, for what follows is compressed against them.
        this.#headers.read.decode(frame.headers);
        if (frame.fin) await this.#streams.get(frame.stream)?.receive(Buffer.alloc(0), true);
        return;
      case 'ping':
        // Even numbers answer pings of a server, and this one sends none.
        if (frame.id % 2 === 1) this.#send(frame);
        return;
      case 'goAway':
        this.#goingAway = true;
        this.#leaveWhenIdle();
    }
  }

  #open({ stream: id, fin, headers }: Extract<Frame, { type: 'synStream' }>): void {
    const read = this.#headers.read.decode(headers);
    if (this.#goingAway) return;
    const known = id % 2 === 0 || id <= this.#lastStream;
    if (known || !this.#handler.accepts(read, id)) {
      const status = known ? resetStatus.protocolError : resetStatus.refusedStream;
      this.#send({ type: 'rstStream', stream: id, status });
      return;
    }
    this.#lastStream = id;
    const stream = new SpdyStream(id, read, {
      send: (frame, callback) => this.#send(frame, callback),
      forget: (over) => {
        this.#streams.delete(over.id);
        this.#leaveWhenIdle();
      },
    });
    this.#streams.set(id, stream);
    this.#send({ type: 'synReply', stream: id, fin: false, headers: this.#headers.write.encode(new Map()) });
    this.#handler.onStream(stream);
    if (fin) void stream.receive(Buffer.alloc(0), true);
  }

  #send(frame: Frame, callback: () => void = () => {}): void {
    if (this.#transport.writable) this.#transport.write(encodeFrame(frame), callback);
    else callback();
  }

  #goAway(status: number): void {
    this.#goingAway = true;
    this.#send({ type: 'goAway', lastStream: this.#lastStream, status });
  }

  #leaveWhenIdle(): void {
    if (this.#goingAway && this.#streams.size === 0) this.#transport.end();
  }
}
