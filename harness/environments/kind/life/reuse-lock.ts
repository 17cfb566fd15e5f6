import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EnvironmentError } from '../../../errors/environment-error.ts';
import { clusterName } from '../run-names.ts';
import { processAlive } from './process-alive.ts';
import { processStart } from './process-start.ts';
import { reuseId } from './reuse-id.ts';

/** Who uses the kept cluster. */
export interface LockHolder {
  readonly pid: number;
  /** When that process began, as `processStart` told it. */
  readonly started?: string;
  readonly runId: string;
  /** ISO 8601. */
  readonly since: string;
}

/** The file that names who uses the kept cluster of a folder. */
export function reuseLock(folder: string): string {
  return join(folder, 'lock');
}

/**
 * Takes the kept cluster for one run; two would see each other's pods and objects. A dead holder's lock is taken over. Throws
 * `EnvironmentError` that names a living one.
 */
export function takeReuseLock(folder: string, runId: string): Disposable {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = reuseLock(folder);
  const own = join(folder, `lock.${process.pid}.${runId}`);
  const holder: LockHolder = {
    pid: process.pid,
    started: processStart(process.pid),
    runId,
    since: new Date().toISOString(),
  };
  writeFileSync(own, JSON.stringify(holder));
  try {
    while (!claim(own, lock)) {
      const other = reuseHolder(folder);
      if (other !== undefined) throw new EnvironmentError(inUse(folder, other));
      discard(lock, `${own}.stale`);
    }
  } finally {
    rmSync(own, { force: true });
  }
  return { [Symbol.dispose]: () => rmSync(lock, { force: true }) };
}

/** Who holds the lock now; undefined when nobody who lives does. */
export function reuseHolder(folder: string): LockHolder | undefined {
  return holderIn(reuseLock(folder));
}

/** Id of the run whose lock a file is, be it alive or dead; undefined when there is none. */
export function lockedBy(file: string): string | undefined {
  return noteIn(file)?.runId;
}

function noteIn(file: string): LockHolder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LockHolder;
  } catch {
    return undefined;
  }
}

function holderIn(file: string): LockHolder | undefined {
  const holder = noteIn(file);
  return holder !== undefined && processAlive(holder.pid, holder.started) ? holder : undefined;
}

/** Complete at once, and for one process only: a link is made or is not. */
function claim(own: string, lock: string): boolean {
  try {
    linkSync(own, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Moved aside first, so that of several that find a dead holder's lock one removes it; one that is taken since goes back. */
function discard(lock: string, aside: string): void {
  try {
    renameSync(lock, aside);
    if (holderIn(aside) !== undefined) claim(aside, lock);
    rmSync(aside, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function inUse(folder: string, { pid, runId, since }: LockHolder): string {
  const cluster = clusterName(reuseId(folder));
  return `The kept cluster ${cluster} is in use by run ${runId} (process ${pid}, since ${since}): wait for its end, or leave out --reuse for a cluster of this run's own. ${reuseLock(folder)} says so: remove it when that process is no run.`;
}
