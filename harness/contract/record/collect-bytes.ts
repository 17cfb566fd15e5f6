import { Transform } from 'node:stream';
import type { RawBody } from '../raw-exchange.ts';

/** Keeps the first bytes of a body, and counts all. */
export interface ByteCollector {
  add(chunk: Uint8Array): void;
  readonly count: number;
  body(): RawBody;
}

export function collectBytes(limit: number): ByteCollector {
  const chunks: Uint8Array[] = [];
  let kept = 0;
  let count = 0;
  return {
    add(chunk) {
      count += chunk.length;
      const part = chunk.subarray(0, limit - kept);
      if (part.length === 0) return;
      chunks.push(Buffer.from(part));
      kept += part.length;
    },
    get count() {
      return count;
    },
    body: () => ({ bytes: Buffer.concat(chunks), whole: kept === count }),
  };
}

/** Hands bytes on as they come, and shows each chunk to a collector. */
export function passing(collector: ByteCollector): Transform {
  return new Transform({
    transform(chunk: Buffer, _, done) {
      collector.add(chunk);
      done(undefined, chunk);
    },
  });
}
