import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Holds, in a run's own folder, the number of the process whose folder it is. */
export const ownerFile = 'owner';

/** The process that a run's folder belongs to; undefined when that cannot be read: it is another user's, or only half made. */
export function folderOwner(folder: string): number | undefined {
  try {
    return Number(readFileSync(join(folder, ownerFile), 'utf8'));
  } catch {
    return undefined;
  }
}
