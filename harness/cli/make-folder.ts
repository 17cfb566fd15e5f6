import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder with its parents, one after the other: Node's own `recursive` never ends where a file system takes no folders
 * (`/proc`). Throws what the system says, also when something else than a folder is there.
 */
export async function makeFolder(path: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  if (found?.isDirectory()) return;
  if (found === undefined) await makeFolder(dirname(path));
  await mkdir(path);
}
