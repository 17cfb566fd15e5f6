import { expectFindings } from '../../expectations/findings.ts';
import { expectExplained, expectOnce } from '../../expectations/outages/expect-fates.ts';
import { expectOutages } from '../../expectations/outages/expect-outages.ts';
import { expectSums } from '../../expectations/outages/expect-sums.ts';
import { type FinishedJob, fates } from '../../expectations/outages/fates.ts';
import { onlyReported } from '../../expectations/outages/only-reported.ts';
import type { ScenarioContext } from '../../scenario/scenario-context.ts';
import type { CollectedEvidence } from '../collect-evidence.ts';
import { conclude } from '../conclude.ts';
import type { Pipeline } from '../pipeline.ts';
import { privacyVerdicts } from '../privacy-verdicts.ts';
import type { PipelineFiles } from '../read-files.ts';
import type { Outages } from './start-outages.ts';

/** Shows what became of every sampled exchange. Throws `ScenarioFailure` when one is lost without a reason, or reported twice. */
export function judgeOutages(
  run: ScenarioContext,
  files: PipelineFiles,
  collected: CollectedEvidence,
  { pulse }: Pick<Pipeline, 'pulse'>,
  { kills, killed }: Pick<Outages, 'kills' | 'killed'>,
): void {
  // One that was killed before it had come up has shown nothing that could be searched.
  const shown = killed.metrics.map(({ pod }) => pod);
  const pods = { ...collected.pods, qscan: [...collected.pods.qscan, ...shown] };
  const evidence = {
    ...collected.evidence,
    logs: [...collected.evidence.logs, ...killed.logs],
    otherMetrics: [...collected.evidence.otherMetrics, ...killed.metrics],
  };
  const jobs = finishedJobs(pulse);
  const otherEventsLost = lostRequests(pulse, files, evidence.plan.exchanges.length);
  const all = fates({ ...evidence, jobs, qtapPods: pods.qtap, otherEventsLost });
  const uncountedReports = pulse.state.reports().filter(({ standing }) => standing !== 'counted').length;
  run.attach(
    'losses',
    all.filter(({ kind }) => kind !== 'reported'),
  );
  conclude(run, files, { ...collected, evidence, pods }, [
    ['outages', expectOutages(all, evidence.exchanges, { asked: kills, done: killed.pods.length })],
    ['explained', expectExplained(all)],
    ['once', expectOnce(all)],
    ['adds up', expectSums(all, { ...evidence, jobs, uncountedReports })],
    // Where nothing came through there is nothing to find, and the lines above say why.
    ...(all.some(({ kind }) => kind === 'reported')
      ? ([['found', expectFindings(onlyReported(evidence, all))]] as const)
      : []),
    ...privacyVerdicts(run, { evidence, pods }),
  ]);
}

/** Events of requests, one an exchange, that Pulse never got. Those of connections come now and then, and nobody can count them. */
function lostRequests({ state }: Pipeline['pulse'], { snapshot }: PipelineFiles, exchanges: number): number {
  const plugins = snapshot.stacks.get(snapshot.tap.httpStack)?.plugins ?? [];
  if (!plugins.some(({ type }) => type === 'report_usage')) return 0;
  return exchanges - new Set(state.events('request').map(({ value }) => value.id)).size;
}

function finishedJobs({ state }: Pipeline['pulse']): FinishedJob[] {
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
