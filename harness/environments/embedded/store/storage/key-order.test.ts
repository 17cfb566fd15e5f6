import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareKeys } from './key-order.ts';

test('keys are in the order of their UTF-8 bytes', () => {
  const key = fc.string({
    unit: fc.oneof(
      fc.constantFrom('a', 'b', '\u{e000}', '\u{ffff}', '\u{1f600}', 'ü'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
    maxLength: 4,
  });
  fc.assert(
    fc.property(key, key, (a, b) => {
      expect(Math.sign(compareKeys(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
    { numRuns: 1000 },
  );
});
