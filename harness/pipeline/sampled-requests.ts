import { matchScanInputs } from '../expectations/match-scan-inputs.ts';
import type { CollectedEvidence } from './collect-evidence.ts';

/** Ids of the planned exchanges whose scan input lies in the bucket, in the order of the plan. */
export function sampledRequests({ evidence }: CollectedEvidence): string[] {
  const stored = new Set(matchScanInputs(evidence.objects, evidence.plan).map(({ exchange }) => exchange));
  return evidence.plan.exchanges.filter((exchange) => stored.has(exchange)).map(({ id }) => id);
}
