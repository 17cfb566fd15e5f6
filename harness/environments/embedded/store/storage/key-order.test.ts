import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareKeys } from './key-order.ts';

test('keys are in the order of their UTF-8 bytes', () => {
  const units = ['a', 'b', 'ü', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{1f600}'];
  const key = fc.array(fc.constantFrom(...units), { maxLength: 4 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(key, key, (a, b) => {
      expect(Math.sign(compareKeys(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
    { numRuns: 500 },
  );
});
