import { processStart } from './process-start.ts';

/**
 * Whether a process of this machine lives, be it another user's. With `started`, as `processStart` told it, another one that
 * was given the same number since does not count.
 */
export function processAlive(pid: number, started?: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || !hasNumber(pid)) return false;
  return started === undefined || (processStart(pid) ?? started) === started;
}

function hasNumber(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
