import { causeFailure } from '../diagnosis/cause-failure.ts';
import { rootCause } from '../diagnosis/root-cause.ts';
import { redactedExchange } from '../edge/redacted-exchange.ts';
import { ScenarioFailure } from '../errors/scenario-failure.ts';
import { qscanCounters } from '../expectations/qscan-counters.ts';
import type { Verdict } from '../expectations/verdict.ts';
import type { ScenarioContext } from '../scenario/scenario-context.ts';
import type { CollectedEvidence } from './collect-evidence.ts';
import type { PipelineFiles } from './read-files.ts';

/** Exchanges of the agents that a red run's report keeps, the last ones. */
const mostJournalled = 500;

/** Shows every verdict, by its name. Throws `ScenarioFailure` with the root cause when one is broken. */
export function conclude(
  run: ScenarioContext,
  files: PipelineFiles,
  { evidence, pods, blocked, sight, grants }: CollectedEvidence,
  verdicts: readonly (readonly [string, Verdict])[],
): void {
  for (const [name, { verdict, expected, observed, reason, leaks, details }] of verdicts) {
    const leaked = leaks !== undefined && { leaks };
    run.show({ name, met: verdict === 'met', expected, observed, remark: reason, ...leaked, details });
  }
  const broken = verdicts.map(([, verdict]) => verdict).filter(({ verdict }) => verdict === 'broken');
  const [first] = broken;
  if (first === undefined) return;
  const ours = new Set([...pods.qtap, ...pods.qscan]);
  const seen = evidence.exchanges.filter(({ caller }) => caller !== undefined && ours.has(caller.pod));
  run.attach('journal', seen.slice(-mostJournalled).map(redactedExchange));
  const { attempted = 0 } = qscanCounters(evidence.qtapMetrics) ?? {};
  const sawTraffic = attempted > 0;
  const cause = rootCause({
    inputs: files.deployment,
    snapshot: files.snapshot,
    evidence,
    blocked,
    pods,
    sawTraffic,
    sight,
    grants,
  });
  if (cause !== undefined) throw causeFailure(cause);
  const { reason = `${first.observed} instead of ${first.expected}.`, positions = [] } = first;
  throw new ScenarioFailure(reason, { positions });
}
