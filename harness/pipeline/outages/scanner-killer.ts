import type { RunOptions } from '../../scenario/run-options.ts';
import type { Pipeline } from '../pipeline.ts';
import { podRole } from '../pod-role.ts';

/** Kills the scanners while a run goes on. Disposing it ends that; then it throws what kept it from it. */
export interface ScannerKiller extends AsyncDisposable {
  /** Pods killed so far. */
  killed(): number;
}

/** Kills every QScan pod, without a moment to finish, whenever so many reports have come. */
export function startScannerKiller(
  { pulse, cluster }: Pick<Pipeline, 'pulse' | 'cluster'>,
  namespaces: readonly string[],
  options: RunOptions,
  afterReports: readonly number[],
): ScannerKiller {
  const stop = new AbortController();
  let killed = 0;
  const work = async () => {
    for (const reports of afterReports) {
      await pulse.state.waitFor(() => pulse.state.reports().length >= reports, { signal: stop.signal });
      for (const namespace of namespaces) {
        const scanners = (await cluster.pods(namespace)).filter((pod) => podRole(pod, options) === 'qscan');
        for (const { metadata } of scanners) if (await cluster.killPod(namespace, metadata?.name ?? '')) killed++;
      }
    }
  };
  const done = work().catch((error: unknown) => {
    if (!stop.signal.aborted) throw error;
  });
  done.catch(() => undefined);
  return {
    killed: () => killed,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await done;
    },
  };
}
