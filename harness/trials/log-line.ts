import type { AgentRole } from '../diagnosis/facts.ts';
import { ScenarioFailure } from '../errors/scenario-failure.ts';
import { agentLog } from './agent-log.ts';
import type { Seen } from './trial.ts';
import { until } from './until.ts';

/**
 * The line of an agent's log that reads so. One that comes after attempts of the agent's own is waited for. Throws `ScenarioFailure`
 * where none comes.
 */
export async function logLine(seen: Seen, role: AgentRole, reads: RegExp): Promise<string> {
  const patience = seen.pipeline?.environment.patience.ready ?? 0;
  const line = async () => (await agentLog(seen, role)).split('\n').find((text) => reads.test(text));
  const over = AbortSignal.timeout(patience);
  return await until(line, over).catch((error: unknown) => {
    throw over.aborted ? new ScenarioFailure(`no line of ${role}'s log reads like ${reads}.`) : error;
  });
}
