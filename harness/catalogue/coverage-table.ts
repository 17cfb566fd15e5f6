import type { DeclaredScenario } from '../scenario/declared-scenario.ts';
import type { CatalogueRow } from './catalogue-row.ts';
import type { Coverage } from './coverage.ts';

/** What one scenario showed of a row. */
export interface Covering {
  readonly scenario: string;
  readonly how: Coverage['how'];
  readonly unproven: string | undefined;
  /** `not run`: it was not asked for, or does not run in this environment. */
  readonly verdict: 'met' | 'not met' | 'left out' | 'not run';
  readonly reason: string | undefined;
}

/** A row of the catalogue and the scenarios that catch it; none: it is missing. */
export interface CoveredRow {
  readonly row: CatalogueRow;
  readonly by: readonly Covering[];
}

/** What a run told of one row. */
export interface ToldCoverage {
  readonly coverage: Coverage;
  readonly verdict: 'met' | 'not met' | 'left out';
  readonly reason: string | undefined;
}

/**
 * The catalogue against what really ran: `told` holds by the scenario's name what its runs told. A scenario that declares a row
 * and did not tell of it did not run, or broke off before.
 */
export function coverageTable(
  catalogue: readonly CatalogueRow[],
  declared: readonly DeclaredScenario[],
  told: ReadonlyMap<string, readonly ToldCoverage[]>,
): CoveredRow[] {
  return catalogue.map((row) => ({
    row,
    by: declared.flatMap((scenario) => coveringOf(row, scenario, told.get(scenario.name))),
  }));
}

function coveringOf(
  { id }: CatalogueRow,
  { name, covers }: DeclaredScenario,
  told: readonly ToldCoverage[] | undefined,
): Covering[] {
  const declared = covers.find((coverage) => coverage.id === id);
  if (declared === undefined) return [];
  const said = told?.filter(({ coverage }) => coverage.id === id) ?? [];
  const [worst] = said.toSorted((one, other) => weight(one) - weight(other));
  const unsaid = told === undefined ? 'not run' : 'not met';
  const { how, unproven } = worst?.coverage ?? declared;
  return [{ scenario: name, how, unproven, verdict: worst?.verdict ?? unsaid, reason: worst?.reason }];
}

const verdicts: readonly ToldCoverage['verdict'][] = ['not met', 'left out', 'met'];
const ways: readonly Coverage['how'][] = ['behaviour', 'simulated', 'static'];

/** The worst verdict counts; of those alike, what proves most. */
function weight({ verdict, coverage }: ToldCoverage): number {
  return verdicts.indexOf(verdict) * ways.length + ways.indexOf(coverage.how);
}
