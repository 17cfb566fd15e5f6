import { hash } from 'node:crypto';
import type { Exchange } from '../edge/exchange.ts';
import type { StoredObject } from './evidence.ts';
import type { HostRole } from './host-role.ts';
import type { LeakSearch } from './leak-search/leak-search.ts';
import { contentEncoding, requestHead } from './request-head.ts';

export type Direction = 'out' | 'in';

/**
 * What went one way. `traffic` is the planned traffic itself, and what hands it out; `not searched` was counted, but nobody
 * looked into all of it.
 */
export type Content = 'payload' | 'not searched' | 'traffic' | 'no payload';

/** A body of this size or more counts as a payload where nobody has business with one, whatever is in it; in bytes. */
const leastObject = 64;

/** Tells what an exchange carried each way. `objects` are those in the bucket. */
export function contentClasses(objects: readonly StoredObject[], { search }: LeakSearch) {
  const digests = new Set(objects.map(({ bytes }) => hash('sha1', bytes)));

  function contentOut(exchange: Exchange, role: HostRole): Content {
    const { requestBody, requestBytes } = exchange;
    if (role === 'workload') return 'traffic';
    // A PUT to the bucket needs no search: whatever it holds may be there.
    if (role === 'bucket') return requestBytes >= leastObject ? 'payload' : 'no payload';
    if ((role === 'storage' || role === 'other') && requestBytes >= leastObject) return 'payload';
    if (search(requestHead(exchange)).leaks.length > 0) return 'payload';
    if (requestBody.length > 0 && digests.has(hash('sha1', requestBody))) return 'payload';
    const searched = search(requestBody, contentEncoding(exchange));
    if (searched.leaks.length > 0) return 'payload';
    if (role === 'harness') return 'no payload';
    return searched.cut || requestBytes > requestBody.length ? 'not searched' : 'no payload';
  }

  return (exchange: Exchange, role: HostRole): Readonly<Record<Direction, Content>> => ({
    out: contentOut(exchange, role),
    in: contentIn(exchange, role),
  });
}

/** The journal keeps the size of an answer only, so this goes by who answered. */
function contentIn({ responseBytes, route, status = 0 }: Exchange, role: HostRole): Content {
  if (role === 'workload') return 'traffic';
  // Without a route it is the Edge that answered, with its refusal.
  if (responseBytes === 0 || route === undefined) return 'no payload';
  if (role === 'harness') return 'traffic';
  return role === 'bucket' && status >= 200 && status < 300 ? 'payload' : 'not searched';
}
