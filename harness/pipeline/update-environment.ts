import type { EnvironmentModel } from '../../mocks/qplane/model/environment-model.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import type { Step } from '../scenario/scenario-context.ts';
import { awaitFetch } from './await-fetch.ts';
import type { Pipeline } from './pipeline.ts';
import type { PipelineFiles } from './read-files.ts';
import { withModel } from './with-model.ts';

/**
 * Changes what the run's environment is set up as, as somebody does in Qplane's UI, and waits until every Qtap has fetched it. The
 * answer has the new snapshot. Throws `InputError` for a model that cannot be served, `ScenarioFailure` where a Qtap does not come.
 */
export async function updateEnvironment(
  pipeline: Pipeline,
  files: PipelineFiles,
  change: (model: EnvironmentModel) => EnvironmentModel,
  options: RunOptions,
  step: Step,
): Promise<PipelineFiles> {
  const model = await awaitFetch(pipeline, files, options, step, () =>
    pipeline.qplane.state.update(files.deployment.registrationToken, change),
  );
  return withModel(files, model, step);
}
