import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderOwner, noteOwner, ownerFile } from '../environments/kind/life/folder-owner.ts';
import { hasNetworkNote, networkNote } from '../environments/kind/life/network-note.ts';
import { processAlive } from '../environments/kind/life/process-alive.ts';
import { EnvironmentError } from '../errors/environment-error.ts';

const prefix = 'pii-harness-';

/**
 * A run's own folder. It goes when the run ends, and with the process where the run cannot end in order; what a killed
 * process left goes when the next run begins, all but the note that kind's network came with it: `npm run clean` looks whether
 * somebody else is in that.
 */
export function makeRunDirectory(runId: string): { readonly path: string } & Disposable {
  removeOrphans();
  const path = newFolder(runId);
  const remove = () => rmSync(path, { recursive: true, force: true });
  process.on('exit', remove);
  return {
    path,
    [Symbol.dispose]() {
      process.off('exit', remove);
      remove();
    },
  };
}

function newFolder(runId: string): string {
  let path: string | undefined;
  try {
    path = mkdtempSync(join(tmpdir(), `${prefix}${runId}-`));
    noteOwner(path, process.pid);
    return path;
  } catch (error) {
    // A full disk has room for a folder and none for what is in it: nobody could tell later whose it is.
    if (path !== undefined) rmSync(path, { recursive: true, force: true });
    throw new EnvironmentError(
      `No folder can be made in ${tmpdir()} (${(error as NodeJS.ErrnoException).code}): set TMPDIR to one that can be written.`,
    );
  }
}

/** Only folders whose owner is known and gone: another run's, or another user's, is left alone. */
function removeOrphans(): void {
  try {
    for (const name of readdirSync(tmpdir())) {
      const path = join(tmpdir(), name);
      if (!name.startsWith(prefix) || !isGone(path)) continue;
      const all = hasNetworkNote(path) ? notNotes(path) : [path];
      for (const one of all) rmSync(one, { recursive: true, force: true });
    }
  } catch {
    // A run does not depend on what others left behind.
  }
}

function isGone(path: string): boolean {
  const owner = folderOwner(path);
  return owner !== undefined && !processAlive(owner.pid, owner.started);
}

function notNotes(path: string): string[] {
  const notes = new Set([ownerFile(path), networkNote(path)]);
  return readdirSync(path)
    .map((name) => join(path, name))
    .filter((one) => !notes.has(one));
}
