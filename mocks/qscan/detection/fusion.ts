import { type EntityType, entityTypes } from '../../../harness/entities/entity-type.ts';
import { languageTypes } from '../../../harness/entities/language-types.ts';
import type { Span } from './span.ts';
import { thresholds } from './thresholds.ts';

/** Types whose form proves them win over those that only context or language suggests. */
const proven: ReadonlySet<EntityType> = new Set(['EMAIL_ADDRESS', 'CREDIT_CARD']);
const language: ReadonlySet<EntityType> = new Set(languageTypes);

/**
 * Drops spans under their type's threshold and resolves overlaps: proven form before context before language, then the
 * higher score, then the longer span, then the order of the guide's types. The result is in order of position.
 */
export function fuse(spans: readonly Span[]): Span[] {
  const candidates = spans.filter(({ type, score }) => score >= thresholds[type]).sort((a, b) => a.start - b.start);
  const fused: Span[] = [];
  let cluster: Span[] = [];
  let clusterEnd = 0;
  const close = () => {
    fused.push(...resolve(cluster));
    cluster = [];
  };
  for (const span of candidates) {
    if (span.start >= clusterEnd) close();
    cluster.push(span);
    clusterEnd = Math.max(clusterEnd, span.end);
  }
  close();
  return fused;
}

/** `cluster` overlaps only within itself, which keeps the work small on a text full of values. */
function resolve(cluster: readonly Span[]): readonly Span[] {
  if (cluster.length < 2) return cluster;
  const taken: Span[] = [];
  for (const span of cluster.toSorted(compare)) insert(taken, span);
  return taken;
}

function compare(a: Span, b: Span): number {
  return (
    rank(b.type) - rank(a.type) ||
    b.score - a.score ||
    b.end - b.start - (a.end - a.start) ||
    entityTypes.indexOf(a.type) - entityTypes.indexOf(b.type) ||
    a.start - b.start
  );
}

function rank(type: EntityType): number {
  if (proven.has(type)) return 2;
  return language.has(type) ? 0 : 1;
}

/** `taken` stays sorted and free of overlaps, so the neighbours of the place found by bisection decide. */
function insert(taken: Span[], span: Span): void {
  let low = 0;
  let high = taken.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((taken[middle]?.start ?? 0) < span.start) low = middle + 1;
    else high = middle;
  }
  if ((taken[low - 1]?.end ?? 0) > span.start || (taken[low]?.start ?? Number.POSITIVE_INFINITY) < span.end) return;
  taken.splice(low, 0, span);
}
