import { EnvironmentError } from '../../errors/environment-error.ts';
import type { PodLog, PodMetrics } from '../../expectations/evidence.ts';
import { KubernetesError } from '../../kubernetes/kubernetes-error.ts';
import type { RunOptions } from '../../scenario/run-options.ts';
import { agentMetrics } from '../agent-metrics.ts';
import type { DeploymentInputs } from '../deployment-inputs.ts';
import type { Pipeline } from '../pipeline.ts';
import { podLogs } from '../pod-logs.ts';
import { podRole } from '../pod-role.ts';

/** What scanners that were killed left, up to just before: what they wrote after it goes with the pod. */
export interface KilledScanners {
  readonly pods: readonly string[];
  readonly logs: readonly PodLog[];
  readonly metrics: readonly PodMetrics[];
}

/** Kills the scanners while a run goes on. Disposing it ends that; then it throws what kept it from it. */
export interface ScannerKiller extends AsyncDisposable {
  readonly killed: KilledScanners;
}

/** Kills every QScan pod, without a moment to finish, whenever so many reports have come. */
export function startScannerKiller(
  { pulse, cluster }: Pick<Pipeline, 'pulse' | 'cluster'>,
  { namespaces, agents }: Pick<DeploymentInputs, 'namespaces' | 'agents'>,
  options: RunOptions,
  afterReports: readonly number[],
): ScannerKiller {
  const stop = new AbortController();
  const pods: string[] = [];
  const logs: PodLog[] = [];
  const metrics: PodMetrics[] = [];
  const container = agents.find(({ role }) => role === 'qscan');
  const killIn = async (namespace: string) => {
    const scanners = (await cluster.pods(namespace)).filter((pod) => podRole(pod, options) === 'qscan');
    const [written, pages] = await Promise.all([
      podLogs(cluster, scanners),
      agentMetrics(cluster, scanners, 'qscan', container),
    ]);
    for (const { metadata } of scanners) {
      const name = metadata?.name ?? '';
      if (!(await cluster.killPod(namespace, name))) continue;
      pods.push(name);
      logs.push(...written.filter(({ pod }) => pod === name));
      metrics.push(...pages.filter(({ pod }) => pod === name));
    }
  };
  const work = async () => {
    for (const reports of afterReports) {
      await pulse.state.waitFor(() => pulse.state.reports().length >= reports, { signal: stop.signal });
      for (const namespace of namespaces) await killIn(namespace);
    }
  };
  const done = work().catch((error: unknown) => {
    if (stop.signal.aborted) return;
    if (!(error instanceof KubernetesError)) throw error;
    throw new EnvironmentError(`A scanner could not be killed: ${error.message}`, { cause: error });
  });
  done.catch(() => undefined);
  return {
    killed: { pods, logs, metrics },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await done;
    },
  };
}
