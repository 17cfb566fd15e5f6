import { ScenarioFailure } from '../errors/scenario-failure.ts';
import { podLogs } from '../pipeline/pod-logs.ts';
import { podsOf } from './pods-of.ts';
import type { Seen } from './trial.ts';

/**
 * The line of an agent's log that reads so, from any of its pods, also of a container that has been started anew since. Throws
 * `ScenarioFailure` where there is none.
 */
export async function logLine(seen: Seen, role: 'qtap' | 'qscan', reads: RegExp): Promise<string> {
  const logs = seen.pipeline === undefined ? [] : await podLogs(seen.pipeline.cluster, await podsOf(seen, role));
  const line = logs.flatMap(({ text }) => text.split('\n')).find((text) => reads.test(text));
  if (line !== undefined) return line;
  throw new ScenarioFailure(`no line of ${role}'s log reads like ${reads}.`);
}
