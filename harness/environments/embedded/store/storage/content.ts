import { closeSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { ContentFile } from './content-file.ts';

const readSize = 256 * 1024;

interface Piece {
  readonly source: Buffer | ContentFile;
  /** Bytes of the source that belong to the content: from `start` up to `end`. */
  readonly start: number;
  readonly end: number;
}

/**
 * Bytes that never change, in memory or in files, shared by whoever holds them. Parts of it and contents joined from others
 * copy nothing. A content held with `retain` must be let go with `release`; its files go with the last holder.
 */
export class Content {
  /** Bytes. */
  readonly length: number;
  readonly #pieces: readonly Piece[];

  private constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces;
    this.length = pieces.reduce((sum, { start, end }) => sum + end - start, 0);
  }

  static inMemory(bytes: Buffer): Content {
    return new Content([{ source: bytes, start: 0, end: bytes.length }]);
  }

  static inFile(file: ContentFile, length: number): Content {
    return new Content([{ source: file, start: 0, end: length }]);
  }

  static join(contents: readonly Content[]): Content {
    return new Content(contents.flatMap((content) => content.#pieces));
  }

  /** From byte `first` up to, not including, byte `end`. */
  slice(first: number, end: number): Content {
    const pieces: Piece[] = [];
    let offset = 0;
    for (const piece of this.#pieces) {
      const size = piece.end - piece.start;
      const from = Math.max(first - offset, 0);
      const to = Math.min(end - offset, size);
      if (from < to) pieces.push({ ...piece, start: piece.start + from, end: piece.start + to });
      offset += size;
    }
    return new Content(pieces);
  }

  retain(): this {
    for (const { source } of this.#pieces) if (!Buffer.isBuffer(source)) source.retain();
    return this;
  }

  release(): void {
    for (const { source } of this.#pieces) if (!Buffer.isBuffer(source)) source.release();
  }

  /** The bytes where they are at hand without reading a file; undefined otherwise. */
  inMemory(): Buffer | undefined {
    const buffers = this.#pieces.map(({ source, start, end }) =>
      Buffer.isBuffer(source) ? source.subarray(start, end) : undefined,
    );
    if (!buffers.every((buffer) => buffer !== undefined)) return undefined;
    return buffers.length === 1 ? buffers[0] : Buffer.concat(buffers);
  }

  /** All bytes at once: for small contents. */
  read(): Buffer {
    return this.inMemory() ?? Buffer.concat(this.#pieces.map(readPiece));
  }

  /**
   * The bytes one after the other, in constant memory: each piece counts only until the next is asked for. Holds the files
   * while it runs.
   */
  async *stream(): AsyncGenerator<Buffer> {
    this.retain();
    try {
      for (const piece of this.#pieces) yield* streamPiece(piece);
    } finally {
      this.release();
    }
  }
}

function readPiece({ source, start, end }: Piece): Buffer {
  if (Buffer.isBuffer(source)) return source.subarray(start, end);
  const bytes = Buffer.allocUnsafe(end - start);
  const file = openSync(source.path, 'r');
  try {
    for (let done = 0; done < bytes.length; ) {
      const read = readSync(file, bytes, done, bytes.length - done, start + done);
      if (read === 0) throw new Error(`${source.path} is shorter than what was stored in it`);
      done += read;
    }
    return bytes;
  } finally {
    closeSync(file);
  }
}

async function* streamPiece({ source, start, end }: Piece): AsyncGenerator<Buffer> {
  if (Buffer.isBuffer(source)) {
    yield source.subarray(start, end);
    return;
  }
  await using file = await open(source.path);
  const buffer = Buffer.allocUnsafeSlow(Math.min(readSize, end - start));
  for (let position = start; position < end; ) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, end - position), position);
    if (bytesRead === 0) throw new Error(`${source.path} is shorter than what was stored in it`);
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
