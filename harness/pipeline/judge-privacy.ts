import type { ScenarioContext } from '../scenario/scenario-context.ts';
import type { CollectedEvidence } from './collect-evidence.ts';
import { conclude } from './conclude.ts';
import { privacyVerdicts } from './privacy-verdicts.ts';
import type { PipelineFiles } from './read-files.ts';

/**
 * Shows that nothing leaked, of a story that counts for itself what was sampled and found. Throws `ScenarioFailure` with the root
 * cause when something did.
 */
export function judgePrivacy(run: ScenarioContext, files: PipelineFiles, seen: CollectedEvidence): void {
  conclude(run, files, seen, privacyVerdicts(run, seen));
}
