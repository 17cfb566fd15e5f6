import { binomialBetween, binomialProbability } from './binomial.ts';

/** What may go wrong with a verdict on a rate, as probabilities. */
export interface TestErrors {
  /** That the configured rate is called broken. */
  readonly falseAlarm: number;
  /** That half or double of it is called met. */
  readonly miss: number;
}

export interface BinomialTest {
  readonly trials: number;
  /** Fewest and most successes that count as met, both included. */
  readonly low: number;
  readonly high: number;
  /** Probability that the configured rate falls outside. */
  readonly falseAlarm: number;
  /** Probability that half the rate falls inside. */
  readonly missHalf: number;
  /** Probability that double the rate, at most 1, falls inside. */
  readonly missDouble: number;
}

/** The errors that issue 3 asks for. */
export const defaultErrors: TestErrors = { falseAlarm: 1e-6, miss: 1e-3 };

/**
 * The narrowest interval whose either tail has at most half of the false alarms, for a given number of trials.
 * Exact binomial tails, no normal approximation. `rate` lies in (0, 1).
 */
export function acceptanceInterval(rate: number, trials: number, errors: TestErrors = defaultErrors): BinomialTest {
  const tail = errors.falseAlarm / 2;
  const low = quantile(0, 1, rate, trials, tail);
  const high = quantile(trials, -1, rate, trials, tail);
  return {
    trials,
    low,
    high,
    falseAlarm: binomialBetween(0, low - 1, trials, rate) + binomialBetween(high + 1, trials, trials, rate),
    missHalf: binomialBetween(low, high, trials, rate / 2),
    missDouble: binomialBetween(low, high, trials, Math.min(1, rate * 2)),
  };
}

/**
 * The fewest trials that keep both errors, or `mostTrials` with the errors it achieves there.
 */
export function binomialTest(rate: number, mostTrials: number, errors: TestErrors = defaultErrors): BinomialTest {
  const keeps = (test: BinomialTest) => test.missHalf <= errors.miss && test.missDouble <= errors.miss;
  let enough = 8;
  while (enough < mostTrials && !keeps(acceptanceInterval(rate, enough, errors)))
    enough = Math.min(mostTrials, enough * 2);
  let tooFew = Math.floor(enough / 2);
  while (enough - tooFew > 1) {
    const middle = Math.floor((enough + tooFew) / 2);
    if (keeps(acceptanceInterval(rate, middle, errors))) enough = middle;
    else tooFew = middle;
  }
  // Whole numbers make the errors saw-toothed in the trials, so a smaller number may do after the halving's answer.
  for (let trials = Math.max(1, Math.floor(enough * 0.85)); trials < enough; trials++) {
    const test = acceptanceInterval(rate, trials, errors);
    if (keeps(test)) return test;
  }
  return acceptanceInterval(rate, enough, errors);
}

/** First number of successes, from one end, with more than `tail` of the probability at or beyond it. */
function quantile(start: number, step: 1 | -1, rate: number, trials: number, tail: number): number {
  const mean = trials * rate;
  const reach = 14 * Math.sqrt(trials * rate * (1 - rate)) + 60;
  let successes = step === 1 ? Math.max(start, Math.floor(mean - reach)) : Math.min(start, Math.ceil(mean + reach));
  const odds = step === 1 ? rate / (1 - rate) : (1 - rate) / rate;
  let term = 0;
  for (let sum = 0; ; successes += step) {
    const ways = step === 1 ? (trials - successes + 1) / successes : (successes + 1) / (trials - successes);
    term = term < 1e-290 ? binomialProbability(successes, trials, rate) : term * odds * ways;
    sum += term;
    if (sum > tail) return successes;
  }
}
