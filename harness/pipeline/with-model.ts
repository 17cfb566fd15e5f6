import type { EnvironmentModel } from '../../mocks/qplane/model/environment-model.ts';
import { renderSnapshot } from '../../mocks/qplane/model/render-snapshot.ts';
import type { Step } from '../scenario/scenario-context.ts';
import type { PipelineFiles } from './read-files.ts';

/**
 * The user's files with the snapshot of an environment that a scenario sets up, in the place of the file's. Notes what Qtap takes
 * without a word although it hardly means what was intended. Throws `InputError` for a model that cannot be served.
 */
export function withModel(files: PipelineFiles, model: EnvironmentModel, step: Pick<Step, 'note'>): PipelineFiles {
  const { text, snapshot, warnings } = renderSnapshot(model);
  for (const warning of warnings) step.note(warning);
  return { ...files, snapshot, snapshotText: text, model };
}
