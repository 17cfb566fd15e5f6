import { setTimeout as wait } from 'node:timers/promises';
import { ScenarioFailure } from '../errors/scenario-failure.ts';
import { agentLog } from './agent-log.ts';
import type { Seen } from './trial.ts';

/** Milliseconds between two looks: a log tells nobody that it grew. */
const glance = 100;

/**
 * The line of an agent's log that reads so. One that comes after attempts of the agent's own is waited for. Throws `ScenarioFailure`
 * where none comes.
 */
export async function logLine(seen: Seen, role: 'qtap' | 'qscan', reads: RegExp): Promise<string> {
  const patience = seen.pipeline?.environment.patience.ready ?? 0;
  for (const deadline = performance.now() + patience; ; await wait(glance)) {
    const lines = (await agentLog(seen, role)).split('\n');
    const line = lines.find((text) => reads.test(text));
    if (line !== undefined) return line;
    if (performance.now() > deadline) throw new ScenarioFailure(`no line of ${role}'s log reads like ${reads}.`);
  }
}
