import type { RawData } from 'ws';

/** What a WebSocket's frame holds, in whatever form `ws` gives it. */
export function frameBytes(data: RawData): Uint8Array {
  return Array.isArray(data) ? Buffer.concat(data) : new Uint8Array(data);
}
