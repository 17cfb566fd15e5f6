import { realpathSync, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds for which a file must stay as it is: an editor truncates and writes, a program writes line by line. */
const standardQuiet = 500;

/**
 * Calls back when a file may hold something else than before: once at first, and whenever it has changed and then stayed as it is.
 * Follows a symbolic link and what is put in the file's place. Throws where the system watches no more files.
 */
export function followFile(file: string, changed: () => Promise<void>, quiet = standardQuiet): Disposable {
  let isOver = false;
  let isLooking = false;
  let isAsked = false;
  const look = async () => {
    isLooking = true;
    while (isAsked && !isOver) {
      isAsked = false;
      const before = await stateOf(file);
      await delay(quiet, undefined, { ref: false });
      const after = await stateOf(file);
      if (before !== after) isAsked = true;
      else if (after !== undefined && !isOver) await changed();
    }
    isLooking = false;
  };
  const ask = () => {
    isAsked = true;
    if (!isLooking) void look();
  };
  // The folders, because another file may take the name.
  const folders = new Set([dirname(file), dirname(realpathSync(file))]);
  const watchers = [...folders].map((folder) => watch(folder, ask));
  ask();
  return {
    [Symbol.dispose]() {
      isOver = true;
      for (const watcher of watchers) watcher.close();
    },
  };
}

/** Undefined while it is away. */
async function stateOf(file: string): Promise<string | undefined> {
  try {
    const { size, mtimeMs, ino } = await stat(file);
    return `${size} ${mtimeMs} ${ino}`;
  } catch {
    return undefined;
  }
}
