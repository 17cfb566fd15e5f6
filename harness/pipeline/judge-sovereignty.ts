import { expectSovereignty } from '../expectations/sovereignty.ts';
import type { ProofEvidence } from '../expectations/sovereignty-flows.ts';
import type { Verdict } from '../expectations/verdict.ts';
import type { ScenarioContext } from '../scenario/scenario-context.ts';

/** The verdict on where payloads went; what it rests on goes into the JSON report as `sovereignty`. */
export function judgeSovereignty(run: ScenarioContext, evidence: ProofEvidence): Verdict {
  const { proof, ...verdict } = expectSovereignty(evidence);
  run.attach('sovereignty', proof);
  return verdict;
}
