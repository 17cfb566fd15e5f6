import type { Transform } from 'node:stream';
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';

export type Compression = 'gzip' | 'deflate' | 'br' | 'zstd';

export interface Decompressed {
  readonly bytes: Buffer;
  /** There is more than `most` bytes of it; `bytes` are its first ones. */
  readonly isCut: boolean;
}

/** What was cut off on its way still opens up to the cut. */
const lenient = { finishFlush: constants.Z_SYNC_FLUSH };
const openers: Readonly<Record<Compression, (first: number | undefined) => Transform>> = {
  gzip: () => createGunzip(lenient),
  // HTTP's `deflate` is a zlib stream (RFC 9110, 8.4.1.2), but some send it bare.
  deflate: (first = 0) => ((first & 0x0f) === 8 ? createInflate(lenient) : createInflateRaw(lenient)),
  br: () => createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH }),
  zstd: () => createZstdDecompress({ finishFlush: constants.ZSTD_e_flush }),
};

/** Opens compressed bytes piece by piece, and stops behind `most` of them. Undefined: not a byte of it could be opened. */
export async function decompress(
  bytes: Uint8Array,
  kind: Compression,
  most: number,
): Promise<Decompressed | undefined> {
  const stream = openers[kind](bytes[0]);
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    stream.end(bytes);
    for await (const piece of stream as AsyncIterable<Buffer>) {
      pieces.push(piece);
      length += piece.length;
      if (length > most) break;
    }
  } catch {
    // What came before the broken byte is text as well.
  } finally {
    stream.destroy();
  }
  if (length === 0) return undefined;
  return { bytes: Buffer.concat(pieces).subarray(0, most), isCut: length > most };
}

/** The compression that the first bytes give away; brotli and bare deflate begin like anything. */
export function compressionOf(bytes: Uint8Array): Compression | undefined {
  const [first, second = 0, third, fourth] = bytes;
  if (first === 0x1f && second === 0x8b && third === 8) return 'gzip';
  if (first === 0x28 && second === 0xb5 && third === 0x2f && fourth === 0xfd) return 'zstd';
  // RFC 1950, 2.2: 32 KiB of window, and both bytes are a multiple of 31.
  return first === 0x78 && (first * 256 + second) % 31 === 0 ? 'deflate' : undefined;
}
