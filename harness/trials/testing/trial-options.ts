import { environmentChoice } from '../../cli/environment-choice.ts';
import { fixture } from '../../project-paths.ts';
import type { RunOptions } from '../../scenario/run-options.ts';

/** What the command line decides where it is given nothing. */
export function trialRunOptions(runDirectory: string): RunOptions {
  return {
    ...{
      runId: 'trial1',
      seed: 1,
      manifests: fixture('manifests'),
      snapshot: undefined,
      secrets: undefined,
      images: [],
    },
    ...{ artifacts: 1, environment: environmentChoice({}), realTime: false, keep: false, evidence: undefined },
    runDirectory,
  };
}
