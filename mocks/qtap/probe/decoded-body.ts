import { constants, gunzipSync } from 'node:zlib';
import { unknowns } from '../unknowns.ts';

/** What a body may grow to; a limit of the stand-in's own, against one that was made to grow. */
const largestBody = 64 * 1024 * 1024;

/**
 * A body as plugins get it: capped at `HTTP_BUFFER_SIZE`, then decompressed, so that a compressed one is scanned as text
 * (reference, artifacts.md section 4). Of one that was cut there is what came before the cut; one that is not what its header
 * says stays as it is.
 */
export function decodedBody(raw: Buffer, contentEncoding: string | undefined, limit: number): Buffer {
  const isOver = raw.length > limit;
  if (isOver && unknowns.oversizedBody === 'dropped') return Buffer.of();
  const body = raw.subarray(0, limit);
  if (contentEncoding?.trim().toLowerCase() !== unknowns.contentEncoding || !isGzip(body)) return body;
  try {
    return gunzipSync(body, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: largestBody });
  } catch {
    return body;
  }
}

/** By its first two bytes (RFC 1952): the decompressor waits without a word for the rest of what never was one. */
function isGzip(body: Buffer): boolean {
  return body[0] === 0x1f && body[1] === 0x8b;
}
