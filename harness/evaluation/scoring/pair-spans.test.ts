import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EntitySpan } from '../entity-span.ts';
import { intersectionOverUnion, pairSpans } from './pair-spans.ts';

/** Spans of a side, free of overlaps among themselves. */
const side = fc
  .array(
    fc.record({ gap: fc.nat(3), length: fc.integer({ min: 1, max: 6 }), type: fc.constantFrom('PERSON', 'LOCATION') }),
    { maxLength: 5 },
  )
  .map((parts) => {
    let at = 0;
    return parts.map(({ gap, length, type }): EntitySpan => {
      const start = at + gap;
      at = start + length;
      return { type: type as EntitySpan['type'], start, end: at };
    });
  });

/** By trying every pairing. */
function mostPairs(labelled: readonly EntitySpan[], found: readonly EntitySpan[], least: number): number {
  const [first, ...rest] = labelled;
  if (first === undefined) return 0;
  const without = mostPairs(rest, found, least);
  return found.reduce((most, span) => {
    if (span.type !== first.type || intersectionOverUnion(first, span) < least) return most;
    const others = found.filter((other) => other !== span);
    return Math.max(most, 1 + mostPairs(rest, others, least));
  }, without);
}

test('no other pairing has more pairs, each is of one type and close enough, and each span is in one at most', () => {
  fc.assert(
    fc.property(side, side, fc.constantFrom(0.5, 0.75, 1), (labelled, found, least) => {
      const pairs = pairSpans(labelled, found, least);
      expect(pairs).toHaveLength(mostPairs(labelled, found, least));
      expect(new Set(pairs.flat()).size).toBe(pairs.length * 2);
      for (const [label, span] of pairs) {
        expect(span.type).toBe(label.type);
        expect(intersectionOverUnion(label, span)).toBeGreaterThanOrEqual(least);
        if (least === 1) expect(span).toEqual(label);
      }
    }),
    { numRuns: 500 },
  );
});

test('half of what either covers is enough, less is not', () => {
  const label: EntitySpan = { type: 'PERSON', start: 0, end: 10 };
  expect(pairSpans([label], [{ ...label, end: 5 }], 0.5)).toHaveLength(1);
  expect(pairSpans([label], [{ ...label, end: 4 }], 0.5)).toEqual([]);
  expect(pairSpans([label], [{ ...label, type: 'LOCATION' }], 0.5)).toEqual([]);
});
