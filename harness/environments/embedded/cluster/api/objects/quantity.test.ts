import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quantityNanos } from './quantity.ts';

const nano = 1_000_000_000n;

test('quantities of every suffix are exact', () => {
  expect(['500m', '12Gi', '1e3', '0.5', '2k', '1.5Mi', '9007199254740993'].map(quantityNanos)).toEqual([
    nano / 2n,
    12n * 2n ** 30n * nano,
    1000n * nano,
    nano / 2n,
    2000n * nano,
    3n * 2n ** 19n * nano,
    9_007_199_254_740_993n * nano,
  ]);
  fc.assert(fc.property(fc.bigInt(0n, 10n ** 18n), (milli) => quantityNanos(`${milli}m`) === milli * 1_000_000n));
  expect(() => quantityNanos('12GB')).toThrow('"12GB" is not a quantity');
});
