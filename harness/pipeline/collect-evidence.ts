import type { Pulse } from '../../mocks/pulse/pulse.ts';
import type { AgentRole } from '../diagnosis/facts.ts';
import type { Journal } from '../edge/journal.ts';
import type { BucketObject } from '../environments/environment.ts';
import type { Evidence, PodLog, PodMetrics } from '../expectations/evidence.ts';
import { snapshotEvidence } from '../expectations/snapshot-evidence.ts';
import type { ClusterClient, Pod } from '../kubernetes/cluster-client.ts';
import { KubernetesError } from '../kubernetes/kubernetes-error.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import { imageRole } from './image-roles.ts';
import type { RunPlan } from './plan-run.ts';
import type { PipelineFiles } from './read-files.ts';

export interface EvidenceSources {
  readonly options: RunOptions;
  readonly files: PipelineFiles;
  readonly plan: RunPlan;
  readonly cluster: ClusterClient;
  readonly namespaces: readonly string[];
  readonly pulse: Pulse;
  readonly journal: Journal;
  /** What lies in the customer's bucket. */
  readonly objects: readonly BucketObject[];
}

/** What was seen in a run, and which pods are whose. */
export interface CollectedEvidence {
  readonly evidence: Evidence;
  readonly pods: Readonly<Record<AgentRole, readonly string[]>>;
}

/** Gathers all that expectations and diagnosis look at. What a pod cannot give any more is left out. */
export async function collectEvidence(sources: EvidenceSources): Promise<CollectedEvidence> {
  const { cluster, pulse, journal, options, files, plan } = sources;
  const pods = (await Promise.all(sources.namespaces.map((namespace) => cluster.pods(namespace)))).flat();
  const named = (role: AgentRole) => pods.filter((pod) => roleOf(pod, options) === role);
  const qtap = named('qtap');
  const qscan = named('qscan');
  const exchanges = journal.entries();
  const [logs, qtapMetrics, otherMetrics] = await Promise.all([
    Promise.all(pods.flatMap((pod) => containerNames(pod).map((container) => podLog(cluster, pod, container)))),
    metricsOf(cluster, qtap, ['/system/metrics', '/metrics']),
    metricsOf(cluster, qscan, ['/metrics']),
  ]);
  const events = pulse.state.events('artifact');
  return {
    pods: { qtap: qtap.map(podName), qscan: qscan.map(podName) },
    evidence: {
      snapshot: snapshotEvidence(files.snapshot),
      plan: plan.traffic,
      decisions: plan.decisions,
      objects: sources.objects,
      artifactEvents: events.map(({ value, at }) => ({
        type: value.type,
        digest: value.digest,
        requestId: value.requestId,
        summary: value.summary ?? {},
        receivedAt: at,
      })),
      reports: scanReports(pulse),
      qtapMetrics,
      otherMetrics,
      logs,
      exchanges,
    },
  };
}

function scanReports(pulse: Pulse): Evidence['reports'] {
  const digests = new Map(pulse.state.jobs().map(({ scanId, artifact }) => [scanId, artifact.digest]));
  return pulse.state
    .reports()
    .filter(({ standing }) => standing === 'counted')
    .map(({ scanId, outcome }) => ({
      scanId,
      digest: digests.get(scanId) ?? '',
      error: outcome.kind === 'error' ? outcome.errorText : undefined,
      findings:
        outcome.kind === 'error'
          ? []
          : outcome.findings.map(({ entityType, source, fieldPath, valueHash, requestId }) => ({
              entityType,
              source,
              fieldPath,
              valueHash,
              requestId,
            })),
    }));
}

export function roleOf(pod: Pod, options: RunOptions): AgentRole | undefined {
  const roles = (pod.spec?.containers ?? []).map(({ image }) => imageRole(image ?? '', options.images));
  return roles.find((role) => role === 'qtap' || role === 'qscan');
}

function podName(pod: Pod): string {
  return pod.metadata?.name ?? '';
}

function containerNames(pod: Pod): string[] {
  return [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])].map(({ name }) => name);
}

async function podLog(cluster: ClusterClient, pod: Pod, container: string): Promise<PodLog> {
  const namespace = pod.metadata?.namespace ?? '';
  const [before, now] = await Promise.all([
    cluster.log(namespace, podName(pod), container, true),
    cluster.log(namespace, podName(pod), container),
  ]);
  return { pod: podName(pod), container, text: before + now };
}

/** The pages of the first port of a pod that it declares; a page that does not answer is no evidence. */
async function metricsOf(
  cluster: ClusterClient,
  pods: readonly Pod[],
  paths: readonly string[],
): Promise<PodMetrics[]> {
  const pages = pods.flatMap((pod) => {
    const port = pod.spec?.containers.flatMap(({ ports }) => ports ?? [])[0]?.containerPort;
    return port === undefined ? [] : paths.map((path) => ({ pod, port, path }));
  });
  const read = pages.map(async ({ pod, port, path }): Promise<PodMetrics[]> => {
    try {
      return [
        {
          pod: podName(pod),
          text: await cluster.fetchFromPod(pod.metadata?.namespace ?? '', podName(pod), port, path),
        },
      ];
    } catch (error) {
      if (error instanceof KubernetesError) return [];
      throw error;
    }
  });
  return (await Promise.all(read)).flat();
}
