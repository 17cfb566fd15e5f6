import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processStart } from './process-start.ts';

/** A process, and when it began; `started` is undefined where nobody could tell. */
export interface Owner {
  readonly pid: number;
  readonly started: string | undefined;
}

/** Holds, in a run's own folder, whose folder it is. */
export function ownerFile(folder: string): string {
  return join(folder, 'owner');
}

/** Writes down that the folder is a process's. Throws what the system says. */
export function noteOwner(folder: string, pid: number): void {
  writeFileSync(ownerFile(folder), [pid, processStart(pid) ?? []].flat().join(' '));
}

/** The process that a run's folder belongs to; undefined when that cannot be read: it is another user's, or only half made. */
export function folderOwner(folder: string): Owner | undefined {
  try {
    const [, pid, started] = /^(\d+)(?: (.+))?$/.exec(readFileSync(ownerFile(folder), 'utf8')) ?? [];
    return pid === undefined ? undefined : { pid: Number(pid), started };
  } catch {
    return undefined;
  }
}
