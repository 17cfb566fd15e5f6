import type { EntitySpan } from '../entity-span.ts';
import type { TextRange } from '../text-range.ts';

/** What two spans have in common, as a share of what either covers: 0 to 1. */
export function intersectionOverUnion(a: TextRange, b: TextRange): number {
  const common = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  return common <= 0 ? 0 : common / (Math.max(a.end, b.end) - Math.min(a.start, b.start));
}

/**
 * Pairs spans of one type whose intersection over union is at least `least`, each span once, the closest first: 1 asks for equal
 * offsets. As long as the spans of each side do not overlap among themselves and `least` is 0.5 or more, no other pairing has
 * more pairs.
 */
export function pairSpans(
  labelled: readonly EntitySpan[],
  found: readonly EntitySpan[],
  least: number,
): (readonly [labelled: EntitySpan, found: EntitySpan])[] {
  const candidates = labelled
    .flatMap((one) =>
      found
        .filter(({ type }) => type === one.type)
        .map((other) => ({ one, other, share: intersectionOverUnion(one, other) })),
    )
    .filter(({ share }) => share >= least)
    .sort((a, b) => b.share - a.share || a.one.start - b.one.start || a.other.start - b.other.start);
  const used = new Set<EntitySpan>();
  return candidates.flatMap(({ one, other }) => {
    if (used.has(one) || used.has(other)) return [];
    used.add(one).add(other);
    return [[one, other] as const];
  });
}
