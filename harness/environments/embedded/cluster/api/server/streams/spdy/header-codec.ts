import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { dictionary } from './dictionary.ts';
import { decodeHeaderBlock, encodeHeaderBlock, type Headers } from './header-block.ts';
import { SpdyError } from './spdy-error.ts';

/** Deflate looks back no further. */
const windowSize = 32 * 1024;

/** Header blocks of port-forward and exec have some hundred bytes; more is an attack on memory. */
const maxBlock = 64 * 1024;

/** zlib's own start (RFC 1950): deflate with a window of 32 KiB, a dictionary, and the dictionary's Adler-32. */
const zlibHeader = Buffer.from([0x78, 0xbb, 0xe3, 0xc6, 0xa7, 0xc2]);

const finishFlush = constants.Z_SYNC_FLUSH;

/**
 * Compresses the header blocks of one direction of a connection. They are one zlib stream that is flushed to a byte's
 * boundary after each block, so a block is a piece of deflate whose dictionary is what came before it.
 */
export class HeaderEncoder {
  #window: Buffer = dictionary;
  #started = false;

  encode(headers: Headers): Buffer {
    const block = encodeHeaderBlock(headers);
    const compressed = deflateRawSync(block, { dictionary: this.#window, finishFlush });
    this.#window = slide(this.#window, block);
    if (this.#started) return compressed;
    this.#started = true;
    return Buffer.concat([zlibHeader, compressed]);
  }
}

/** The other side of `HeaderEncoder`. */
export class HeaderDecoder {
  #window: Buffer = dictionary;
  #started = false;

  /** Throws SpdyError. */
  decode(compressed: Buffer): Headers {
    const block = inflate(this.#started ? compressed : withoutHeader(compressed), this.#window);
    this.#started = true;
    this.#window = slide(this.#window, block);
    return decodeHeaderBlock(block);
  }
}

function withoutHeader(compressed: Buffer): Buffer {
  const [method = 0, flags = 0] = compressed;
  const known = (method & 0x0f) === 8 && (method * 256 + flags) % 31 === 0 && (flags & 0x20) !== 0;
  if (!known || !compressed.subarray(2, 6).equals(zlibHeader.subarray(2))) {
    throw new SpdyError("headers are not compressed with zlib and SPDY/3's dictionary");
  }
  return compressed.subarray(6);
}

function inflate(compressed: Buffer, window: Buffer): Buffer {
  try {
    return inflateRawSync(compressed, { dictionary: window, finishFlush, maxOutputLength: maxBlock });
  } catch (cause) {
    throw new SpdyError('compressed headers cannot be read', { cause });
  }
}

function slide(window: Buffer, block: Buffer): Buffer {
  return Buffer.concat([window, block]).subarray(-windowSize);
}
