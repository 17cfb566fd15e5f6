import { ScenarioFailure } from '../errors/scenario-failure.ts';
import type { Cause } from './facts.ts';

/** The failure that a cause makes of a run; `further` evidence stands below the cause's own. */
export function causeFailure(
  { sentence, positions, evidence }: Cause,
  further: readonly string[] = [],
): ScenarioFailure {
  return new ScenarioFailure(sentence, { positions, evidence: [...evidence, ...further] });
}
