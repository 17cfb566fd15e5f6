import { catalogue } from '../catalogue/catalogue.ts';
import { type CoveredRow, coverageTable } from '../catalogue/coverage-table.ts';
import type { RunRecord } from '../report/run-recorder.ts';
import type { FoundScenario } from './read-declarations.ts';

/** The catalogue against what the runs told. */
export function coverageOf(records: readonly RunRecord[], declared: readonly FoundScenario[]): CoveredRow[] {
  const told = new Map<string, RunRecord['coverage']>();
  for (const { name, coverage } of records) told.set(name, [...(told.get(name) ?? []), ...coverage]);
  return coverageTable(catalogue, declared, told);
}
