import type { KindMap } from '../api/cluster-api.ts';
import { quantityNanos } from '../api/objects/quantity.ts';
import { type ClusterLoad, interPodMisfit } from './inter-pod-affinity.ts';
import { matchesNode } from './node-affinity.ts';
import { podRequests, type Requests } from './pod-requests.ts';
import { untoleratedTaint } from './taints.ts';
import { topologyMisfit } from './topology-spread.ts';

type Pod = KindMap['Pod'];
type Node = KindMap['Node'];

/** Why a node cannot take a pod, in the scheduler's words; `unresolvable` when no eviction could help. */
export interface Misfit {
  readonly reasons: readonly string[];
  readonly unresolvable: boolean;
}

/** A node and the pods that count against it. */
export interface NodeLoad {
  readonly node: Node;
  readonly pods: readonly Pod[];
}

/**
 * Undefined when the pod fits. Order and words of the filters are those of kube-scheduler 1.34's default plug-ins
 * (`pkg/scheduler/framework/plugins`), compared with a real one.
 */
export function nodeMisfit(pod: Pod, load: NodeLoad, cluster: ClusterLoad): Misfit | undefined {
  const { node, pods } = load;
  const { spec } = pod;
  if (!spec) return undefined;
  const unschedulable = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
  if (node.spec?.unschedulable && untoleratedTaint([unschedulable], spec.tolerations)) {
    return { reasons: ['node(s) were unschedulable'], unresolvable: true };
  }
  if (untoleratedTaint(node.spec?.taints, spec.tolerations)) {
    return { reasons: ['node(s) had untolerated taint(s)'], unresolvable: true };
  }
  if (!matchesNode(spec, node)) {
    return { reasons: ["node(s) didn't match Pod's node affinity/selector"], unresolvable: true };
  }
  const taken = new Set(pods.flatMap(hostPorts));
  if (hostPorts(pod).some((port) => taken.has(port))) {
    return { reasons: ["node(s) didn't have free ports for the requested pod ports"], unresolvable: false };
  }
  return (
    resourceMisfit(podRequests(spec), node, pods) ??
    topologyMisfit(pod, load, cluster) ??
    interPodMisfit(pod, load, cluster)
  );
}

function resourceMisfit(requests: Requests, node: Node, pods: readonly Pod[]): Misfit | undefined {
  const allocatable = node.status?.allocatable ?? {};
  const used = nodeUsage(pods);
  const reasons: string[] = [];
  let unresolvable = false;
  if (pods.length + 1 > Number(allocatable.pods ?? 110)) reasons.push('Too many pods');
  for (const [name, request] of Object.entries(requests)) {
    const available = quantityNanos(allocatable[name] ?? 0);
    if (request === 0n || request <= available - (used[name] ?? 0n)) continue;
    reasons.push(`Insufficient ${name}`);
    if (request > available) unresolvable = true;
  }
  return reasons.length ? { reasons, unresolvable } : undefined;
}

export function nodeUsage(pods: readonly Pod[]): Requests {
  const total: Record<string, bigint> = {};
  for (const pod of pods) {
    for (const [name, request] of Object.entries(pod.spec ? podRequests(pod.spec) : {})) {
      total[name] = (total[name] ?? 0n) + request;
    }
  }
  return total;
}

/** On the host network every container port is a host port, which API defaulting writes out. */
function hostPorts({ spec }: Pod): string[] {
  const containers = [
    ...(spec?.containers ?? []),
    ...(spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always'),
  ];
  return containers.flatMap(({ ports = [] }) =>
    ports.flatMap(({ hostPort, containerPort, protocol = 'TCP' }) => {
      const port = hostPort ?? (spec?.hostNetwork ? containerPort : undefined);
      return port ? [`${protocol}/${port}`] : [];
    }),
  );
}
