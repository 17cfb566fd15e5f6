import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PatternSearch } from './pattern-search.ts';

/** A small alphabet makes patterns overlap, share windows and hit often. */
const text = (units: readonly string[], minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...units), minLength, maxLength });

function found(patterns: readonly string[], data: string): string[] {
  const hits: string[] = [];
  new PatternSearch(patterns).search(Buffer.from(data, 'latin1'), (pattern, start, end) => {
    hits.push(`${pattern}@${start}-${end}`);
  });
  return hits.sort();
}

/** What a slow and simple search finds. */
function expected(patterns: readonly string[], data: string): string[] {
  const kept = Array.from(data, (sign, at) => ({
    sign: sign.replace(/[A-Z]/, (letter) => letter.toLowerCase()),
    at,
  })).filter(({ sign }) => /[0-9a-z\x80-\xff]/.test(sign));
  const signs = kept.map(({ sign }) => sign).join('');
  return patterns
    .flatMap((pattern, index) =>
      kept
        .map((_, offset) => offset)
        .filter((offset) => signs.startsWith(pattern, offset))
        .map((offset) => `${index}@${kept[offset]?.at}-${(kept[offset + pattern.length - 1]?.at ?? 0) + 1}`),
    )
    .sort();
}

test('finds what a slow search finds, no more and no less', () => {
  const patterns = fc.uniqueArray(text(['a', 'b', '\xff'], 8, 11), { maxLength: 40 });
  fc.assert(
    fc.property(patterns, text(['a', 'A', 'b', 'B', '\xff', ' ', '\n', '\0'], 0, 400), (some, data) => {
      expect(found(some, data)).toEqual(expected(some, data));
    }),
  );
});

test('finds patterns that lie across blocks, at any place of the border', () => {
  for (let before = 32_740; before < 32_790; before++) {
    for (const filler of [' ', 'x']) {
      const data = `${filler.repeat(before)}Patt-ern one${filler.repeat(32_760)}pattern ONE`;
      const second = before + 12 + 32_760;
      expect(found(['patternone', 'tternone'], data)).toEqual([
        `0@${before}-${before + 12}`,
        `0@${second}-${second + 11}`,
        `1@${before + 2}-${before + 12}`,
        `1@${second + 2}-${second + 11}`,
      ]);
    }
  }
});

test('a pattern shorter than the window is refused', () => {
  expect(() => new PatternSearch(['seven77'])).toThrow('8 signs or more');
});
