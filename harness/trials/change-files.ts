import { join } from 'node:path';
import type { RunOptions } from '../scenario/run-options.ts';
import { EditableFiles } from './editable-files.ts';
import type { Change } from './edits/change.ts';

/** Options of a run on a copy of its files with a change in it, in the run's folder. Throws `NothingToEdit`. */
export async function changeFiles(options: RunOptions, change: Change): Promise<RunOptions> {
  const files = await EditableFiles.read(options);
  change(files);
  return { ...options, ...(await files.write(join(options.runDirectory, 'files'))) };
}
