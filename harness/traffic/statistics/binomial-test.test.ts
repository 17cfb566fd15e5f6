import fc from 'fast-check';
import { expect, test } from 'vitest';
import { binomialBetween, binomialProbability } from './binomial.ts';
import { acceptanceInterval, binomialTest } from './binomial-test.ts';

const rate = fc.double({ min: 0.01, max: 0.99, noNaN: true });

/** Exact coefficients from Pascal's triangle in whole numbers. */
function exactProbability(k: number, n: number, p: number): number {
  let ways = 1n;
  for (let index = 1n; index <= BigInt(k); index++) ways = (ways * (BigInt(n) - index + 1n)) / index;
  return Number(ways) * p ** k * (1 - p) ** (n - k);
}

test('probabilities agree with whole-number arithmetic', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), rate, (n, p) => {
      for (let k = 0; k <= n; k++) expect(binomialProbability(k, n, p)).toBeCloseTo(exactProbability(k, n, p), 12);
    }),
  );
});

test('all outcomes together are certain', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), rate, (n, p) => {
      expect(binomialBetween(0, n, n, p)).toBeCloseTo(1, 9);
    }),
  );
});

test('the interval keeps the false alarms and is the narrowest that does', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3000 }), rate, (trials, p) => {
      const { low, high, falseAlarm } = acceptanceInterval(p, trials);
      expect(falseAlarm).toBeLessThanOrEqual(1e-6);
      expect(binomialBetween(0, low, trials, p)).toBeGreaterThan(0.5e-6);
      expect(binomialBetween(high, trials, trials, p)).toBeGreaterThan(0.5e-6);
    }),
  );
});

test("the guide's rate takes 1759 trials, and no fewer", () => {
  const test = binomialTest(0.1, 4000);
  expect(test).toMatchObject({ trials: 1759, low: 118, high: 240 });
  for (let trials = 1; trials < test.trials; trials++) {
    const { missHalf, missDouble } = acceptanceInterval(0.1, trials);
    expect(Math.max(missHalf, missDouble)).toBeGreaterThan(1e-3);
  }
});

test('beyond the cap the achieved errors are stated', () => {
  const test = binomialTest(0.01, 4000);
  expect(test.trials).toBe(4000);
  expect(test.missHalf).toBeGreaterThan(0.9);
});

test('double of a rate above one half is certainty', () => {
  const { high, trials, missDouble } = binomialTest(0.9, 4000);
  expect(high).toBeLessThan(trials);
  expect(missDouble).toBe(0);
});
