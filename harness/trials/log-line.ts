import type { AgentRole } from '../diagnosis/facts.ts';
import { ScenarioFailure } from '../errors/scenario-failure.ts';
import { podLogs } from '../pipeline/pod-logs.ts';
import { podsOf } from './pods-of.ts';
import type { Seen } from './trial.ts';
import { until } from './until.ts';

/**
 * Waits for a line of an agent's log that reads so: one in any of its pods, or so many in each of them. It may come after attempts of
 * the agent's own. Throws `ScenarioFailure` where none comes.
 */
export async function logLine(
  seen: Pick<Seen, 'pipeline' | 'files'>,
  role: AgentRole,
  reads: RegExp,
  { inEach }: { readonly inEach?: number } = {},
): Promise<void> {
  const { pipeline } = seen;
  const isThere = async () => {
    const logs = pipeline === undefined ? [] : await podLogs(pipeline.cluster, await podsOf(seen, role));
    const counts = logs.map(({ text }) => text.split('\n').filter((line) => reads.test(line)).length);
    if (inEach === undefined) return counts.some((count) => count > 0) || undefined;
    return (counts.length > 0 && counts.every((count) => count >= inEach)) || undefined;
  };
  const over = AbortSignal.timeout(pipeline?.environment.patience.ready ?? 0);
  await until(isThere, over).catch((error: unknown) => {
    const most = inEach === undefined ? 'no line' : `not ${inEach} lines in each pod`;
    throw over.aborted ? new ScenarioFailure(`${most} of ${role}'s log reads like ${reads}.`) : error;
  });
}
