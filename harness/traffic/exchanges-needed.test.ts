import { expect, test } from 'vitest';
import { exchangesNeeded } from './exchanges-needed.ts';

test("the guide's settings on five endpoints take the baseline part and the trials", () => {
  const { exchanges, trials } = exchangesNeeded({ baseline: 10, rate: 0.1 }, { endpoints: 5 });
  expect({ exchanges, trials }).toEqual({ exchanges: 5 * 9 + 1759, trials: 1759 });
});

test('a rate of one leaves nothing to chance', () => {
  expect(exchangesNeeded({ baseline: 10, rate: 1 }, { endpoints: 5 })).toEqual({
    exchanges: 200,
    trials: 0,
    test: undefined,
  });
});

test('a huge baseline is not waited for: the plan stays within its most exchanges', () => {
  const { exchanges, trials } = exchangesNeeded({ baseline: 100_000, rate: 0.1 }, { endpoints: 5 });
  expect({ exchanges, trials }).toEqual({ exchanges: 6000, trials: 0 });
});
