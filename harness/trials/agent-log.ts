import type { AgentRole } from '../diagnosis/facts.ts';
import { podLogs } from '../pipeline/pod-logs.ts';
import { podsOf } from './pods-of.ts';
import type { Seen } from './trial.ts';

/** What an agent has logged so far, in all its pods, also in containers that have been started anew since. */
export async function agentLog(seen: Pick<Seen, 'pipeline' | 'files'>, role: AgentRole): Promise<string> {
  const logs = seen.pipeline === undefined ? [] : await podLogs(seen.pipeline.cluster, await podsOf(seen, role));
  return logs.map(({ text }) => text).join('\n');
}
