import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';

const decoders: Readonly<Record<string, (bytes: Uint8Array, options: { maxOutputLength: number }) => Uint8Array>> = {
  gzip: gunzipSync,
  br: brotliDecompressSync,
  deflate: inflateSync,
  zstd: zstdDecompressSync,
};
const options = { maxOutputLength: 64 * 1024 * 1024 };

/** Undoes a coding of HTTP or gRPC; undefined for one that is unknown, and for bytes that are not of it. */
export function decompress(bytes: Uint8Array, coding = 'identity'): Uint8Array | undefined {
  if (coding === 'identity') return bytes;
  const decode = Object.hasOwn(decoders, coding) ? decoders[coding] : undefined;
  try {
    return decode?.(bytes, options);
  } catch {
    return undefined;
  }
}
