import type { Pace } from './pace.ts';

/** Aborts when it is time to try again, or when `signal` does. The volume manager waits 500 ms and doubles that up to 2 min 2 s. */
export function retryRound(pace: Pace, attempt: number, signal: AbortSignal): AbortSignal {
  const wait = Math.min(500 * 2 ** attempt, Math.max(pace.backOff(122_000), 500));
  return AbortSignal.any([signal, AbortSignal.timeout(wait)]);
}
