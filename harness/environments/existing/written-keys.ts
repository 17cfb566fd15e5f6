import type { Incoming, Outgoing } from '../embedded/store/http/incoming.ts';
import { queryValue, readHead } from '../embedded/store/http/request-head.ts';

/** Takes S3 requests. */
interface Front {
  handle(request: Incoming, response: Outgoing): void;
}

/** Which keys of a bucket were written through a front. */
export interface WrittenKeys extends Front {
  /** Of every upload that was begun, whatever came of it. */
  readonly begun: ReadonlySet<string>;
  /** When an upload was complete, milliseconds since the epoch. */
  storedAt(key: string): number | undefined;
  /** From now on an upload waits until its key, which is then in `begun`, is written down. What is called must not reject. */
  recordBy(record: () => Promise<void>): void;
}

/** Sub-resources of an object: writing one makes no object. */
const subresources = ['acl', 'tagging', 'legal-hold', 'retention', 'select', 'restore', 'partNumber', 'uploads'];

/** Listens at a front of an object store, so that a run knows what its own pods wrote into somebody's bucket. */
export function writtenKeys(front: Front, bucket: string): WrittenKeys {
  const begun = new Set<string>();
  const stored = new Map<string, number>();
  let record: (() => Promise<void>) | undefined;

  async function passOnRecorded(request: Incoming, response: Outgoing): Promise<void> {
    await record?.();
    // Who has left meanwhile stores nothing more.
    if (!response.destroyed) front.handle(request, response);
  }

  return {
    begun,
    storedAt: (key) => stored.get(key),
    recordBy(write) {
      record = write;
    },
    handle(request, response) {
      const key = writtenKey(request, bucket);
      if (key === undefined) {
        front.handle(request, response);
        return;
      }
      begun.add(key);
      response.once('finish', () => {
        if (response.statusCode < 300) stored.set(key, Date.now());
      });
      void passOnRecorded(request, response);
    },
  };
}

function writtenKey(request: Incoming, bucket: string): string | undefined {
  if (request.method !== 'PUT' && request.method !== 'POST') return undefined;
  try {
    const head = readHead(request);
    const { key } = head.target;
    if (head.target.bucket !== bucket || key === undefined) return undefined;
    return subresources.some((name) => queryValue(head, name) !== undefined) ? undefined : key;
  } catch {
    // What cannot be read is refused by the front, and writes nothing.
    return undefined;
  }
}
