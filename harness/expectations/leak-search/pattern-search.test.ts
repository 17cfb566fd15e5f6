import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PatternSearch } from './pattern-search.ts';

/** A small alphabet makes patterns overlap, share windows and hit often. */
const bytes = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom('a', 'b', '\xff'), minLength, maxLength });

test('finds what a naive search finds, no more and no less', () => {
  fc.assert(
    fc.property(fc.uniqueArray(bytes(6, 9), { maxLength: 40 }), bytes(0, 400), (patterns, text) => {
      const naive = patterns.flatMap((pattern, index) =>
        Array.from(text, (_, offset) => offset)
          .filter((offset) => text.startsWith(pattern, offset))
          .map((offset) => `${index}@${offset}`),
      );
      const found = new PatternSearch(patterns).search(Buffer.from(text, 'latin1'));
      expect(found.map(({ pattern, offset }) => `${pattern}@${offset}`).sort()).toEqual(naive.sort());
    }),
  );
});

test('a pattern shorter than the window is refused', () => {
  expect(() => new PatternSearch(['short'])).toThrow('6 bytes or more');
});
