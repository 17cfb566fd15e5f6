import { brotliDecompressSync, constants, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';

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
/** Places in one content at which a packed stream is looked for; beyond them it counts as cut. */
const mostAttempts = 4096;

type Inflate = (bytes: Uint8Array, maxOutputLength: number) => Buffer;

/** What was cut off by a journal still unpacks up to the cut. */
const lenient = { finishFlush: constants.Z_SYNC_FLUSH };
const inflateBare: Inflate = (bytes, maxOutputLength) => inflateRawSync(bytes, { ...lenient, maxOutputLength });
const inflateZlib: Inflate = (bytes, maxOutputLength) => inflateSync(bytes, { ...lenient, maxOutputLength });
const unzstd: Inflate = (bytes, maxOutputLength) =>
  zstdDecompressSync(bytes, { finishFlush: constants.ZSTD_e_flush, maxOutputLength });
const unbrotli: Inflate = (bytes, maxOutputLength) =>
  brotliDecompressSync(bytes, { finishFlush: constants.BROTLI_OPERATION_FLUSH, maxOutputLength });

/**
 * The member is inflated bare: Node's gunzip refuses one that other bytes follow, as the messages of a gRPC stream do, and
 * one that a journal cut off.
 */
const gunzip: Inflate = (bytes, most) => inflateBare(bytes.subarray(gzipHeaderLength(bytes)), most);

/** What begins with bytes of its own, wherever it stands. */
const recognised: readonly { readonly name: string; readonly magic: Buffer; readonly inflate: Inflate }[] = [
  { name: 'gzip', magic: Buffer.from([0x1f, 0x8b, 0x08]), inflate: gunzip },
  { name: 'zstd', magic: Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), inflate: unzstd },
  ...[0x01, 0x5e, 0x9c, 0xda].map((level) => ({
    name: 'zlib',
    magic: Buffer.from([0x78, level]),
    inflate: inflateZlib,
  })),
];

/** What only a header names: bare deflate and brotli begin like anything. */
const declared: Readonly<Record<string, Inflate>> = {
  gzip: gunzip,
  deflate: inflateEither,
  br: unbrotli,
  zstd: unzstd,
};

/**
 * The bytes themselves and everything compressed in them: the whole as its header says, and every gzip member, zlib stream
 * and zstd frame inside, three deep. All of them together grow to the limit at most.
 */
export function unpack(
  bytes: Uint8Array,
  { contentEncoding = '', limit = 64 * 2 ** 20 }: UnpackOptions = {},
): UnpackResult {
  const contents: Unpacked[] = [];
  let left = limit;
  let cut = false;

  /** Undefined: no compressed data, or too much. */
  const open = (content: Unpacked, from: number, name: string, inflate: Inflate): Unpacked | undefined => {
    try {
      const inner = inflate(content.bytes.subarray(from), Math.max(1, left));
      left -= inner.length;
      return inner.length > 0 ? { way: [...content.way, name], bytes: inner } : undefined;
    } catch (error) {
      // Anything else was no compressed data; its bytes are searched as they stand.
      if (error instanceof RangeError) cut = true;
      return undefined;
    }
  };
  const visit = (content: Unpacked, depth: number) => {
    contents.push(content);
    const { buffer, byteOffset, length } = content.bytes;
    const data = Buffer.from(buffer, byteOffset, length);
    let attempts = 0;
    for (const { name, magic, inflate } of recognised) {
      for (let at = data.indexOf(magic); at !== -1; at = data.indexOf(magic, at + 1)) {
        if (name === 'zlib' && !looksLikeDeflate(data[at + 2])) continue;
        if (depth >= deepest && name === 'zlib') break;
        if (depth >= deepest || attempts++ >= mostAttempts) {
          cut = true;
          break;
        }
        const inner = open(content, at, `${name} at ${at}`, inflate);
        if (inner) visit(inner, depth + 1);
      }
    }
  };

  const whole: Unpacked = { way: [], bytes };
  visit(whole, 0);
  // The encoding that was applied last stands last (RFC 9110, 8.4). What its magic gave away is open already.
  const names = contentEncoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim().replace('x-gzip', 'gzip'))
    .reverse();
  let content: Unpacked | undefined = whole;
  for (const name of names) {
    const inflate: Inflate | undefined = declared[name];
    if (!inflate) continue;
    const way: string = [...content.way, `${name === 'deflate' ? 'zlib' : name} at 0`].join();
    const known = contents.find((each) => each.way.join() === way);
    content = known ?? open(content, 0, name, inflate);
    if (!content) break;
    if (!known) visit(content, content.way.length);
  }
  return { contents, cut };
}

/** HTTP's `deflate` is a zlib stream (RFC 9110, 8.4.1.2), but some send it bare. */
function inflateEither(bytes: Uint8Array, most: number): Buffer {
  try {
    return inflateZlib(bytes, most);
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return inflateBare(bytes, most);
  }
}

/** The third block type is reserved (RFC 1951, 3.2.3), and `x^` stands in many a text: this spares most attempts. */
function looksLikeDeflate(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 6) !== 6;
}

/** Length of a gzip member's header (RFC 1952, 2.3). */
function gzipHeaderLength(data: Uint8Array): number {
  const flags = data[3] ?? 0;
  let end = 10;
  if (flags & 4) end += 2 + (data[end] ?? 0) + 256 * (data[end + 1] ?? 0);
  for (const named of [8, 16]) if (flags & named) end = data.indexOf(0, end) + 1 || data.length;
  return end + (flags & 2 ? 2 : 0);
}
