import type { Pulse } from '../../../mocks/pulse/pulse.ts';
import { leakSources } from '../../expectations/leak-sources.ts';
import { expectNoLeaks } from '../../expectations/leaks.ts';
import { expectExplained, expectOnce } from '../../expectations/outages/expect-fates.ts';
import { expectSums } from '../../expectations/outages/expect-sums.ts';
import { type FinishedJob, fates } from '../../expectations/outages/fates.ts';
import { expectSovereignty } from '../../expectations/sovereignty.ts';
import { expectNoStoredValues } from '../../expectations/stored-values.ts';
import type { ScenarioContext } from '../../scenario/scenario-context.ts';
import type { CollectedEvidence } from '../collect-evidence.ts';
import { conclude } from '../conclude.ts';
import type { PipelineFiles } from '../read-files.ts';

/** Shows what became of every sampled exchange. Throws `ScenarioFailure` when one is lost without a reason, or reported twice. */
export function judgeOutages(run: ScenarioContext, files: PipelineFiles, seen: CollectedEvidence, pulse: Pulse): void {
  const { evidence, pods } = seen;
  const jobs = finishedJobs(pulse);
  const uncountedReports = pulse.state.reports().filter(({ standing }) => standing !== 'counted').length;
  const all = fates({ ...evidence, jobs });
  run.attach(
    'losses',
    all.filter(({ kind }) => kind !== 'reported'),
  );
  conclude(run, files, seen, [
    ['explained', expectExplained(all)],
    ['once', expectOnce(all)],
    ['adds up', expectSums(all, { ...evidence, jobs, uncountedReports })],
    ['no stored value', expectNoStoredValues(evidence)],
    ['no leak', expectNoLeaks(evidence, leakSources(evidence), pods)],
    ['stays yours', expectSovereignty(evidence)],
  ]);
}

function finishedJobs({ state }: Pulse): FinishedJob[] {
  const errors = new Map(
    state
      .reports()
      .flatMap(({ scanId, standing, outcome }) =>
        standing === 'counted' && outcome.kind === 'error' ? [[scanId, outcome.errorText] as const] : [],
      ),
  );
  return state.jobs().map(({ scanId, artifact: { digest }, state, deliveries }) => {
    return { digest, state, deliveries, error: errors.get(scanId) };
  });
}
