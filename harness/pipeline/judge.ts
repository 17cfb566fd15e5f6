import { causeFailure } from '../diagnosis/cause-failure.ts';
import { rootCause } from '../diagnosis/root-cause.ts';
import { redactedExchange } from '../edge/redacted-exchange.ts';
import { ScenarioFailure } from '../errors/scenario-failure.ts';
import { expectArtifacts } from '../expectations/artifacts.ts';
import { expectFindings } from '../expectations/findings.ts';
import { leakSources } from '../expectations/leak-sources.ts';
import { expectNoLeaks } from '../expectations/leaks.ts';
import { qscanCounters } from '../expectations/qscan-counters.ts';
import { expectSamplingCounts } from '../expectations/sampling.ts';
import { expectSovereignty } from '../expectations/sovereignty.ts';
import { expectNoStoredValues } from '../expectations/stored-values.ts';
import type { Verdict } from '../expectations/verdict.ts';
import type { ScenarioContext } from '../scenario/scenario-context.ts';
import type { CollectedEvidence } from './collect-evidence.ts';
import type { PipelineFiles } from './read-files.ts';

/** Exchanges of the agents that a red run's report keeps, the last ones. */
const mostJournalled = 500;

/** Shows every expectation beside what was observed. Throws `ScenarioFailure` with the root cause when one is broken. */
export function judge(
  run: ScenarioContext,
  files: PipelineFiles,
  { evidence, pods, blocked }: CollectedEvidence,
): void {
  const verdicts: readonly (readonly [string, Verdict])[] = [
    ['sampled', expectSamplingCounts(evidence)],
    ['stored', expectArtifacts(evidence)],
    ['found', expectFindings(evidence)],
    ['no stored value', expectNoStoredValues(evidence)],
    ['no leak', expectNoLeaks(evidence, leakSources(evidence), pods)],
    ['stays yours', expectSovereignty(evidence)],
  ];
  for (const [name, { verdict, expected, observed, reason, details }] of verdicts) {
    run.show({ name, met: verdict === 'met', expected, observed, remark: reason, details });
  }
  const broken = verdicts.map(([, verdict]) => verdict).filter(({ verdict }) => verdict === 'broken');
  const [first] = broken;
  if (first === undefined) return;
  const ours = new Set([...pods.qtap, ...pods.qscan]);
  const seen = evidence.exchanges.filter(({ caller }) => caller !== undefined && ours.has(caller.pod));
  run.attach('journal', seen.slice(-mostJournalled).map(redactedExchange));
  const { attempted = 0 } = qscanCounters(evidence.qtapMetrics) ?? {};
  const sawTraffic = attempted > 0;
  const cause = rootCause({ inputs: files.deployment, snapshot: files.snapshot, evidence, blocked, pods, sawTraffic });
  if (cause !== undefined) throw causeFailure(cause);
  const { reason = `${first.observed} instead of ${first.expected}.`, positions = [] } = first;
  throw new ScenarioFailure(reason, { positions });
}
