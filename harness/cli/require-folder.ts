import { access, constants } from 'node:fs/promises';
import { resolve } from 'node:path';
import { makeFolder } from './make-folder.ts';
import { notWritable } from './not-writable.ts';

/** Makes the folder that a flag names. Throws `UsageError` where nothing can be written there: known before, not afterwards. */
export async function requireFolder(flag: string, folder: string): Promise<void> {
  try {
    await makeFolder(resolve(folder));
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw notWritable(`--${flag} ${folder}`, error);
  }
}
