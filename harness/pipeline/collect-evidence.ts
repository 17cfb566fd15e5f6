import type { Pulse } from '../../mocks/pulse/pulse.ts';
import type { AgentRole, Grants, TrafficSight } from '../diagnosis/facts.ts';
import type { Journal } from '../edge/journal.ts';
import type { BlockedConnection, BucketObject } from '../environments/environment.ts';
import type { Evidence } from '../expectations/evidence.ts';
import { snapshotEvidence } from '../expectations/snapshot-evidence.ts';
import type { ClusterClient } from '../kubernetes/cluster-client.ts';
import type { RunOptions } from '../scenario/run-options.ts';
import { agentMetrics } from './agent-metrics.ts';
import type { RunPlan } from './plan-run.ts';
import { podLogs } from './pod-logs.ts';
import { podRole, podsByRole } from './pod-role.ts';
import type { PipelineFiles } from './read-files.ts';
import { trafficSight } from './traffic-sight.ts';

export interface EvidenceSources {
  readonly options: RunOptions;
  readonly files: PipelineFiles;
  readonly plan: RunPlan;
  readonly cluster: ClusterClient;
  readonly namespaces: readonly string[];
  readonly pulse: Pulse;
  readonly journal: Journal;
  readonly blocked: readonly BlockedConnection[];
  /** Reads what lies in the customer's bucket. */
  readonly objects: () => Promise<readonly BucketObject[]>;
  readonly grants: Grants;
}

/** What was seen in a run, and which pods are whose. */
export interface CollectedEvidence {
  readonly evidence: Evidence;
  readonly pods: Readonly<Record<AgentRole, readonly string[]>>;
  readonly blocked: readonly BlockedConnection[];
  readonly sight: TrafficSight;
  readonly grants: Grants;
}

/** Gathers all that expectations and diagnosis look at. What a pod cannot give any more is left out. */
export async function collectEvidence(sources: EvidenceSources): Promise<CollectedEvidence> {
  const { cluster, pulse, journal, options, files, plan } = sources;
  const agent = (role: AgentRole) => files.deployment.agents.find((container) => container.role === role);
  const ofCluster = async () => {
    const byNamespace = await Promise.all(
      sources.namespaces.map(async (namespace) => {
        const [pods, events] = await Promise.all([cluster.pods(namespace), cluster.events(namespace)]);
        return { namespace, pods, events };
      }),
    );
    const pods = byNamespace.flatMap((each) => each.pods);
    const clusterObjects = byNamespace.flatMap(({ namespace, pods, events }) => [
      { name: `pods of ${namespace}`, json: JSON.stringify(pods) },
      { name: `events of ${namespace}`, json: JSON.stringify(events) },
    ]);
    const of = (role: AgentRole) => pods.filter((pod) => podRole(pod, options) === role);
    const [logs, qtapMetrics, otherMetrics] = await Promise.all([
      podLogs(cluster, pods),
      agentMetrics(cluster, of('qtap'), 'qtap', agent('qtap')),
      agentMetrics(cluster, of('qscan'), 'qscan', agent('qscan')),
    ]);
    return { pods, clusterObjects, logs, qtapMetrics, otherMetrics };
  };
  const [{ pods, clusterObjects, logs, qtapMetrics, otherMetrics }, objects] = await Promise.all([
    ofCluster(),
    sources.objects(),
  ]);
  const events = pulse.state.events('artifact');
  const types = new Map(events.map(({ value }) => [value.digest, value.type]));
  return {
    pods: podsByRole(pods, options),
    blocked: sources.blocked,
    sight: trafficSight(pods, options),
    grants: sources.grants,
    evidence: {
      snapshot: snapshotEvidence(files.snapshot),
      plan: plan.traffic,
      decisions: plan.decisions,
      objects: objects.map((object) => ({ ...object, announcedAs: types.get(object.key) })),
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
      clusterObjects,
      exchanges: journal.entries(),
    },
  };
}

function scanReports(pulse: Pulse): Evidence['reports'] {
  const kept = Map.groupBy(pulse.state.findings(), ({ job }) => job.scanId);
  const digests = new Map(pulse.state.jobs().map(({ scanId, artifact }) => [scanId, artifact.digest]));
  return pulse.state
    .reports()
    .filter(({ standing }) => standing === 'counted')
    .map(({ scanId, outcome }) => ({
      scanId,
      digest: digests.get(scanId) ?? '',
      error: outcome.kind === 'error' ? outcome.errorText : undefined,
      findings: (kept.get(scanId) ?? []).map(({ entity }) => {
        const { entityType, source, fieldPath, valueHash, requestId } = entity;
        return { entityType, source, fieldPath, valueHash, requestId };
      }),
    }));
}
