import { planTraffic } from '../../traffic/plan-traffic.ts';

/** JSON bodies of about `size` bytes each and `total` bytes together: traffic of a seed, in arrays where one is too small. */
export function jsonBodies(seed: number, size: number, total: number): readonly string[] {
  const bodies: string[] = [];
  let parts: string[] = [];
  let [length, made] = [0, 0];
  for (let round = 0; made < total; round++) {
    for (const { request, response } of planTraffic({ seed: seed + round, exchanges: 500 }).exchanges) {
      for (const { body, contentType } of [request, response]) {
        if (!contentType?.includes('json') || made >= total) continue;
        parts.push(body);
        length += Buffer.byteLength(body) + 1;
        if (length < size) continue;
        bodies.push(parts.length === 1 ? body : `[${parts.join(',')}]`);
        made += length;
        parts = [];
        length = 0;
      }
    }
  }
  return bodies;
}
