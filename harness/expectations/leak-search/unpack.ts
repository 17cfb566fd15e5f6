import { brotliDecompressSync, constants, inflateRawSync, inflateSync } from 'node:zlib';

export interface Unpacked {
  /** How the bytes came about, outermost first: `gzip at 5`. Empty for the bytes themselves. */
  readonly way: readonly string[];
  readonly bytes: Uint8Array;
}

export interface UnpackResult {
  readonly contents: readonly Unpacked[];
  /** Some content would have grown beyond the limit and was left packed. */
  readonly cut: boolean;
}

export interface UnpackOptions {
  /** `Content-Encoding` of the whole, if any. */
  readonly contentEncoding?: string | undefined;
  /** Bytes that all unpacked contents may have together; 64 MiB unless given. */
  readonly limit?: number;
}

const deepest = 3;
const gzipMagic = Buffer.from([0x1f, 0x8b, 0x08]);
/** What was cut off by a journal still unpacks up to the cut. */
const lenient = { finishFlush: constants.Z_SYNC_FLUSH };

/** The bytes themselves and everything compressed in them: the whole as its header says, and every gzip member inside. */
export function unpack(
  bytes: Uint8Array,
  { contentEncoding = '', limit = 64 * 2 ** 20 }: UnpackOptions = {},
): UnpackResult {
  const contents: Unpacked[] = [];
  let left = limit;
  let cut = false;

  const open = (content: Unpacked, name: string, inflate: (maxOutputLength: number) => Buffer, depth: number) => {
    try {
      const inner = inflate(Math.max(1, left));
      left -= inner.length;
      if (inner.length > 0) visit({ way: [...content.way, name], bytes: inner }, depth + 1);
    } catch (error) {
      if (error instanceof RangeError) cut = true;
      // Anything else was no compressed data; its bytes are searched as they stand.
    }
  };
  const visit = (content: Unpacked, depth: number) => {
    contents.push(content);
    if (depth >= deepest) {
      cut ||= Buffer.from(content.bytes.buffer, content.bytes.byteOffset, content.bytes.length).includes(gzipMagic);
      return;
    }
    const data = Buffer.from(content.bytes.buffer, content.bytes.byteOffset, content.bytes.length);
    for (let at = data.indexOf(gzipMagic); at !== -1; at = data.indexOf(gzipMagic, at + 1)) {
      const deflated = data.subarray(at + gzipHeaderLength(data, at));
      open(content, `gzip at ${at}`, (most) => inflateRawSync(deflated, { ...lenient, maxOutputLength: most }), depth);
    }
  };

  const whole: Unpacked = { way: [], bytes };
  visit(whole, 0);
  for (const [encoding, inflate] of decoders) {
    if (contentEncoding.toLowerCase().includes(encoding)) open(whole, encoding, (most) => inflate(bytes, most), 0);
  }
  return { contents, cut };
}

const decoders: readonly (readonly [string, (bytes: Uint8Array, most: number) => Buffer])[] = [
  ['deflate', inflateEither],
  ['br', (bytes, most) => brotliDecompressSync(bytes, { maxOutputLength: most })],
];

/** HTTP's `deflate` is a zlib stream (RFC 9110, 8.4.1.2), but some send it bare. */
function inflateEither(bytes: Uint8Array, most: number): Buffer {
  try {
    return inflateSync(bytes, { ...lenient, maxOutputLength: most });
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return inflateRawSync(bytes, { ...lenient, maxOutputLength: most });
  }
}

/**
 * Length of a gzip member's header (RFC 1952, 2.3). The member is then inflated bare: Node's gunzip refuses a member that
 * other bytes follow, as the messages of a gRPC stream do.
 */
function gzipHeaderLength(data: Buffer, at: number): number {
  const flags = data[at + 3] ?? 0;
  let end = at + 10;
  if (flags & 4) end += 2 + (data[end] ?? 0) + 256 * (data[end + 1] ?? 0);
  for (const named of [8, 16]) if (flags & named) end = data.indexOf(0, end) + 1 || data.length;
  return end + (flags & 2 ? 2 : 0) - at;
}
