import { decodeControlFrame, type Frame } from './frame.ts';
import { SpdyError } from './spdy-error.ts';

/** Control frames are kept whole until they can be read. */
const maxControlLength = 64 * 1024;

interface OpenData {
  readonly stream: number;
  readonly fin: boolean;
  readonly left: number;
}

/** Cuts the bytes of a connection into frames. A DATA frame may come in several pieces, the last of which has its `fin`. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);
  #data: OpenData | undefined;

  /** Yields what is complete. Throws SpdyError, after which nothing can be read any more. */
  *read(chunk: Buffer): Generator<Frame> {
    this.#rest = this.#rest.length ? Buffer.concat([this.#rest, chunk]) : chunk;
    for (let frame = this.#next(); frame !== 'incomplete'; frame = this.#next()) if (frame) yield frame;
  }

  #next(): Frame | 'incomplete' | undefined {
    if (this.#data) return this.#piece(this.#data);
    if (this.#rest.length < 8) return 'incomplete';
    const first = this.#rest.readUInt32BE();
    const flags = this.#rest[4] ?? 0;
    const length = this.#rest.readUIntBE(5, 3);
    if (first < 0x8000_0000) {
      if (first === 0) throw new SpdyError('stream id zero is disallowed');
      this.#take(8);
      return this.#piece({ stream: first, fin: (flags & 1) !== 0, left: length });
    }
    if ((first >>> 16) % 0x8000 !== 3) throw new SpdyError('the frame is not of SPDY/3');
    if (length > maxControlLength) throw new SpdyError(`a control frame has ${length} bytes`);
    if (this.#rest.length < 8 + length) return 'incomplete';
    this.#take(8);
    return decodeControlFrame(first & 0xffff, flags, this.#take(length));
  }

  #piece({ stream, fin, left }: OpenData): Frame | 'incomplete' {
    if (left > 0 && this.#rest.length === 0) {
      this.#data = { stream, fin, left };
      return 'incomplete';
    }
    const data = this.#take(Math.min(left, this.#rest.length));
    const last = data.length === left;
    this.#data = last ? undefined : { stream, fin, left: left - data.length };
    return { type: 'data', stream, fin: fin && last, data };
  }

  #take(length: number): Buffer {
    const taken = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return taken;
  }
}
