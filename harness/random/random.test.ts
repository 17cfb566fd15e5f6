import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from './random.ts';

const draw = (seed: number) => {
  const random = createRandom(seed);
  return Array.from({ length: 8 }, () => random.next());
};

test('the same seed repeats, another does not', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (one, other) => {
      expect(draw(one)).toEqual(draw(one));
      if (one !== other) expect(draw(one)).not.toEqual(draw(other));
    }),
  );
});

test('numbers stay within their bounds and reach both ends', () => {
  const random = createRandom(7);
  const seen = new Set(Array.from({ length: 500 }, () => random.integer(3, 6)));
  expect([...seen].sort()).toEqual([3, 4, 5, 6]);
});

test('all values are equally likely', () => {
  const random = createRandom(11);
  const counts = new Array<number>(10).fill(0);
  for (let trial = 0; trial < 100_000; trial++) {
    const bin = Math.floor(random.next() * 10);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
  expect(chiSquare).toBeLessThan(40);
});

test('a choice from nothing is refused', () => {
  expect(() => createRandom(1).pick([])).toThrow('not empty');
});
