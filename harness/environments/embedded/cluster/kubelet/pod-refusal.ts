import type { KindMap } from '../api/cluster-api.ts';
import { matchesNode } from '../scheduler/node-affinity.ts';
import { nodeUsage } from '../scheduler/node-fit.ts';
import { podRequests, toNanos } from '../scheduler/pod-requests.ts';
import type { Pod } from './pod-context.ts';

/** Why a node does not take a pod that is bound to it, in the kubelet's words. */
export interface PodRefusal {
  readonly reason: string;
  readonly message: string;
}

/**
 * What the kubelet looks at before it starts a pod; undefined: it takes it. `others` are the pods that are on the node.
 * Source: kubernetes `pkg/kubelet/sysctl/allowlist.go` and `pkg/kubelet/lifecycle/predicate.go`, 1.34.
 */
export function podRefusal(
  pod: Pod,
  node: KindMap['Node'] | undefined,
  others: () => readonly Pod[],
): PodRefusal | undefined {
  const { spec, status } = pod;
  const forbidden = spec?.securityContext?.sysctls?.find(({ name }) => !safeSysctls.has(name.replaceAll('/', '.')));
  if (forbidden) {
    return {
      reason: 'SysctlForbidden',
      message: `forbidden sysctl: ${JSON.stringify(forbidden.name)} not allowlisted`,
    };
  }
  if (spec?.os?.name && spec.os.name !== 'linux') {
    return { reason: 'PodOSNotSupported', message: "Failed to admit pod as the OS field doesn't match node OS" };
  }
  // Whom the scheduler placed it has looked at.
  const isPlaced = status?.conditions?.some(({ type, status: held }) => type === 'PodScheduled' && held === 'True');
  if (!spec || !node || isPlaced) return undefined;
  const shortage = shortageOf(pod, node, others());
  if (shortage || matchesNode(spec, node)) return shortage;
  const rule = "node(s) didn't match Pod's node affinity/selector";
  return { reason: 'NodeAffinity', message: `Predicate NodeAffinity failed: ${rule}` };
}

/** Namespaced, and harmless to other pods. */
const safeSysctls = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
]);

/** Billionths to the unit that the kubelet counts in: thousandths of a CPU, bytes of memory. */
const units: Readonly<Record<string, bigint>> = { cpu: 1_000_000n, memory: 1_000_000_000n };

function shortageOf({ spec }: Pod, { status }: KindMap['Node'], others: readonly Pod[]): PodRefusal | undefined {
  if (!spec) return undefined;
  const capacities = toNanos(status?.allocatable);
  const wanted = podRequests(spec);
  const taken = nodeUsage(others);
  for (const [name, unit] of Object.entries(units)) {
    const requested = (wanted[name] ?? 0n) / unit;
    const used = (taken[name] ?? 0n) / unit;
    const capacity = (capacities[name] ?? 0n) / unit;
    if (requested === 0n || requested + used <= capacity) continue;
    const figures = `requested: ${requested}, used: ${used}, capacity: ${capacity}`;
    return { reason: `OutOf${name}`, message: `Node didn't have enough resource: ${name}, ${figures}` };
  }
  return undefined;
}
