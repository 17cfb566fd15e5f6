import { leakSources } from '../expectations/leak-sources.ts';
import { expectNoLeaks } from '../expectations/leaks.ts';
import { expectNoStoredValues } from '../expectations/stored-values.ts';
import type { Verdict } from '../expectations/verdict.ts';
import type { ScenarioContext } from '../scenario/scenario-context.ts';
import type { CollectedEvidence } from './collect-evidence.ts';
import { judgeSovereignty } from './judge-sovereignty.ts';

/** What every scenario has to hold, whatever it is about: no value is stored, none is anywhere else, and payloads stay in the bucket. */
export function privacyVerdicts(
  run: ScenarioContext,
  { evidence, pods }: Pick<CollectedEvidence, 'evidence' | 'pods'>,
): readonly (readonly [string, Verdict])[] {
  return [
    ['no stored value', expectNoStoredValues(evidence)],
    ['no leak', expectNoLeaks(evidence, leakSources(evidence), pods)],
    ['stays yours', judgeSovereignty(run, evidence)],
  ];
}
