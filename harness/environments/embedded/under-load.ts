import { availableParallelism, loadavg } from 'node:os';

/** Work that waits for each core; as much as a suite by itself makes. */
const usualLoad = 2;
const mostTimes = 8;

/**
 * Patience in real time on a machine as busy as this one is: several runs at once, or a build beside them, are no reason to call a
 * pod broken. `load`: how many want a core, by default the last minute's average (0 on Windows, which knows none).
 */
export function underLoad(milliseconds: number, load = (loadavg()[0] ?? 0) / availableParallelism()): number {
  return Math.ceil(milliseconds * Math.min(mostTimes, Math.max(1, load / usualLoad)));
}
