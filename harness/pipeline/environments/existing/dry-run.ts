import { timeScale } from '../../../environments/embedded/time-scale.ts';
import type { ExistingChoice } from '../../../scenario/environment-choice.ts';
import type { RunOptions } from '../../../scenario/run-options.ts';
import { ownStore } from '../../../snapshot/store-in-force.ts';
import { readFiles } from '../../read-files.ts';
import { formatDryRun } from './format-dry-run.ts';
import { planExisting } from './plan-existing.ts';

/** What a dry run has to say, and whether the API server would take everything. */
export interface DryRun {
  readonly text: string;
  readonly ok: boolean;
}

/** Looks at everything as a run does before it begins, and changes nothing. Throws as a run would. */
export async function dryRun(
  choice: ExistingChoice,
  options: RunOptions,
  progress: (text: string) => void,
): Promise<DryRun> {
  const { deployment, snapshot } = await readFiles(options);
  await using plan = await planExisting({
    ...{ choice, options, deployment, snapshot, progress },
    region: ownStore(snapshot)?.region ?? 'us-east-1',
    timeScale: timeScale(options.realTime),
  });
  const { size: stored } = await plan.bucket.keys();
  const ok = plan.objects.every(({ answer }) => typeof answer === 'string');
  return { text: formatDryRun({ plan, choice, runId: options.runId, stored }), ok };
}
