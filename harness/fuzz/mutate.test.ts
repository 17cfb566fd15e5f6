import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '../random/random.ts';
import { mutate } from './mutate.ts';

test('the same chance breaks the same bytes the same way, and leaves the original as it is', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.nat(), (bytes, seed) => {
      const before = Uint8Array.from(bytes);
      expect(mutate(bytes, createRandom(seed))).toEqual(mutate(bytes, createRandom(seed)));
      expect(bytes).toEqual(before);
    }),
  );
});

test('most of what it gives is another text, shorter, longer or as long', () => {
  const original = Buffer.from('a frame of the protocol');
  const broken = Array.from({ length: 500 }, (_, seed) => Buffer.from(mutate(original, createRandom(seed))));
  expect(broken.filter((frame) => !frame.equals(original)).length).toBeGreaterThan(400);
  for (const sign of [-1, 0, 1]) {
    expect(broken.some((frame) => Math.sign(frame.length - original.length) === sign && !frame.equals(original))).toBe(
      true,
    );
  }
});
