import { type BinomialTest, binomialTest, type TestErrors } from './statistics/binomial-test.ts';

export interface SamplingSettings {
  /** `sample_baseline` B: the first B - 1 exchanges of an endpoint are sampled (reference, qtap-plugins.md, section 1). */
  readonly baseline: number;
  /** `sample_rate` as a probability; 1 and more samples all. */
  readonly rate: number;
}

export interface ExchangesNeeded {
  /** Exchanges to plan in all, baseline part included. */
  readonly exchanges: number;
  /** Exchanges that the rate decides on; pooled over the endpoints. */
  readonly trials: number;
  /** Undefined where the rate leaves nothing to chance. */
  readonly test: BinomialTest | undefined;
}

export interface ExchangesNeededOptions {
  /** Endpoints in the plan, each with its own baseline. */
  readonly endpoints: number;
  /** Trials beyond this are not worth the time: the test then says what it can tell apart. */
  readonly mostTrials?: number;
  /** Exchanges beyond this are not worth it either, even if the baseline part alone asks for more. */
  readonly mostExchanges?: number;
  readonly errors?: TestErrors;
}

/** Enough for every entity type to be planted dozens of times. */
const fewestExchanges = 200;

/** How many exchanges it takes to tell the configured rate from its half and its double. */
export function exchangesNeeded(settings: SamplingSettings, options: ExchangesNeededOptions): ExchangesNeeded {
  const { endpoints, mostTrials = 4000, mostExchanges = 6000, errors } = options;
  if (settings.rate >= 1) return { exchanges: fewestExchanges, trials: 0, test: undefined };
  const test = binomialTest(settings.rate, mostTrials, errors);
  const certain = endpoints * Math.max(0, settings.baseline - 1);
  const exchanges = Math.min(mostExchanges, Math.max(fewestExchanges, certain + test.trials));
  return { exchanges, trials: Math.max(0, exchanges - certain), test };
}
