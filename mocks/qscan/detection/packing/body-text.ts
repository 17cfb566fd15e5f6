import type { Reading } from '../fields/reading.ts';
import { decodeText } from './decode-text.ts';
import { type Compression, decompress } from './decompress.ts';

const codings: ReadonlyMap<string, Compression> = new Map([
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['deflate', 'deflate'],
  ['br', 'br'],
  ['zstd', 'zstd'],
]);

/** What the head of a message or a part says of its bytes. */
export interface BodyHead {
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
}

/**
 * The text of a body's bytes: codings undone, the one that was applied last first (RFC 9110, 8.4), and decoded. A coding that
 * nobody knows, and bytes that are not what the head says, stay as they are.
 */
export async function bodyText(bytes: Uint8Array, head: BodyHead, reading: Reading): Promise<string> {
  const names = head.contentEncoding?.toLowerCase().split(',') ?? [];
  let content = bytes;
  for (const name of names.map((each) => each.trim()).reverse()) {
    const kind = codings.get(name);
    if (kind !== undefined) content = (await inflate(content, kind, reading)) ?? content;
  }
  return decodeText(content, head.contentType);
}

/** Opens compressed bytes as far as the limits of the reading allow; undefined: they are none. */
export async function inflate(bytes: Uint8Array, kind: Compression, reading: Reading): Promise<Buffer | undefined> {
  const { expansion } = reading.limits;
  const most = Math.min(reading.room, Math.max(64 * 1024, bytes.length * expansion));
  const result = await decompress(bytes, kind, most);
  if (result === undefined) return undefined;
  if (result.isCut && most === reading.room) reading.unpack(most + 1);
  else if (result.isCut) reading.stop(`compressed more than ${expansion} times`);
  reading.unpack(result.bytes.length);
  return result.bytes;
}
