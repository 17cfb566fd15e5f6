import { setTimeout as wait } from 'node:timers/promises';
import { ScenarioFailure } from '../errors/scenario-failure.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import type { Step } from '../scenario/scenario-context.ts';
import type { Pipeline } from './pipeline.ts';
import { podLogs } from './pod-logs.ts';
import { podRole } from './pod-role.ts';
import type { PipelineFiles } from './read-files.ts';

/** Milliseconds between two looks: a log tells nobody that it grew. */
const glance = 50;

/** Waits until the log of every Qtap has so many lines that hold the text. Throws `ScenarioFailure` where one has not. */
export async function awaitLogLines(
  { cluster, environment }: Pipeline,
  files: PipelineFiles,
  { text: held, times }: { readonly text: string; readonly times: number },
  options: RunOptions,
  step: Step,
): Promise<void> {
  for (const deadline = performance.now() + environment.patience.ready; ; await wait(glance)) {
    step.signal.throwIfAborted();
    const each = await Promise.all(files.deployment.namespaces.map((namespace) => cluster.pods(namespace)));
    const logs = await podLogs(
      cluster,
      each.flat().filter((pod) => podRole(pod, options) === 'qtap'),
    );
    const counts = logs.map(({ text }) => text.split('\n').filter((line) => line.includes(held)).length);
    if (counts.length > 0 && counts.every((count) => count >= times)) return;
    if (performance.now() > deadline) {
      throw new ScenarioFailure(`Qtap's log has "${held}" ${counts.join(' and ')} times instead of ${times}.`);
    }
  }
}
