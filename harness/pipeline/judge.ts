import { expectArtifacts } from '../expectations/artifacts.ts';
import { expectFindings } from '../expectations/findings.ts';
import { expectSamplingCounts } from '../expectations/sampling.ts';
import type { ScenarioContext } from '../scenario/scenario-context.ts';
import type { CollectedEvidence } from './collect-evidence.ts';
import { conclude } from './conclude.ts';
import { privacyVerdicts } from './privacy-verdicts.ts';
import type { PipelineFiles } from './read-files.ts';

/** Shows every expectation beside what was observed. Throws `ScenarioFailure` with the root cause when one is broken. */
export function judge(run: ScenarioContext, files: PipelineFiles, seen: CollectedEvidence): void {
  const { evidence } = seen;
  conclude(run, files, seen, [
    ['sampled', expectSamplingCounts(evidence)],
    ['stored', expectArtifacts(evidence)],
    ['found', expectFindings(evidence)],
    ...privacyVerdicts(run, seen),
  ]);
}
