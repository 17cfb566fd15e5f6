import type { Coverage } from '../catalogue/coverage.ts';
import type { Trial } from './trial.ts';

/** What trials cover, once each. */
export function coveredBy(trials: readonly Trial[]): Coverage[] {
  const each = trials.flatMap(({ id, also = [], how, unproven }) =>
    [id, ...also].map((row): Coverage => ({ id: row, how, ...(unproven !== undefined && { unproven }) })),
  );
  return [...new Map(each.map((coverage) => [coverage.id, coverage])).values()];
}
