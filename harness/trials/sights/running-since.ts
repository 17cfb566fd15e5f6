import type { Pod } from '../../kubernetes/cluster-client.ts';

/** When a pod's first container began to run, milliseconds since the epoch, rounded down to the second; NaN where it does not run. */
export function runningSince({ status }: Pod): number {
  return Date.parse(String(status?.containerStatuses?.[0]?.state?.running?.startedAt));
}
