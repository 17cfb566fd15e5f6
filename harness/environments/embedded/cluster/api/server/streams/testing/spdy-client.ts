import type { Duplex } from 'node:stream';
import { encodeFrame, type Frame } from '../spdy/frame.ts';
import { FrameReader } from '../spdy/frame-reader.ts';
import { HeaderDecoder, HeaderEncoder } from '../spdy/header-codec.ts';

/** A client's end of a SPDY connection, frame by frame. */
export class SpdyClient {
  readonly transport: Duplex;
  readonly #headers = { read: new HeaderDecoder(), write: new HeaderEncoder() };
  readonly #frames: AsyncGenerator<Frame>;
  #lastStream = -1;

  constructor(transport: Duplex) {
    this.transport = transport;
    transport.on('error', () => {});
    this.#frames = readFrames(transport);
  }

  /** Opens a stream and returns its number. */
  open(headers: Readonly<Record<string, string>>, fin = false): number {
    this.#lastStream += 2;
    this.openAs(this.#lastStream, headers, fin);
    return this.#lastStream;
  }

  openAs(stream: number, headers: Readonly<Record<string, string>>, fin = false): void {
    const block = this.#headers.write.encode(new Map(Object.entries(headers)));
    this.send({ type: 'synStream', stream, fin, unidirectional: false, associated: 0, priority: 0, headers: block });
  }

  send(frame: Frame): void {
    this.transport.write(encodeFrame(frame));
  }

  data(stream: number, text: string, fin = false): void {
    this.send({ type: 'data', stream, fin, data: Buffer.from(text) });
  }

  /** The next frame; undefined when the server has hung up. */
  async next(): Promise<Frame | undefined> {
    const { value } = await this.#frames.next();
    const frame = value as Frame | undefined;
    if (frame?.type === 'synReply') this.#headers.read.decode(frame.headers);
    return frame;
  }

  /** All that comes on one stream until it ends or is reset; frames of others are passed over. */
  async readAll(stream: number): Promise<string> {
    const pieces: Buffer[] = [];
    for (let frame = await this.next(); frame; frame = await this.next()) {
      if (frame.type === 'rstStream' && frame.stream === stream) break;
      if (frame.type !== 'data' || frame.stream !== stream) continue;
      pieces.push(frame.data);
      if (frame.fin) break;
    }
    return Buffer.concat(pieces).toString();
  }
}

async function* readFrames(transport: Duplex): AsyncGenerator<Frame> {
  const reader = new FrameReader();
  try {
    for await (const chunk of transport.iterator({ destroyOnReturn: false })) yield* reader.read(chunk as Buffer);
  } catch {
    // Cut off is as good an end as any for a client.
  }
}
