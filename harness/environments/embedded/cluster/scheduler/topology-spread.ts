import type { KindMap } from '../api/cluster-api.ts';
import { labelSelectorMatches } from '../api/objects/label-selector.ts';
import type { ClusterLoad } from './inter-pod-affinity.ts';
import { matchesNode } from './node-affinity.ts';
import type { Misfit, NodeLoad } from './node-fit.ts';
import { untoleratedTaint } from './taints.ts';

type Pod = KindMap['Pod'];
type Constraint = NonNullable<NonNullable<Pod['spec']>['topologySpreadConstraints']>[number];

const text = "node(s) didn't match pod topology spread constraints";

/** Hard spread constraints. Source: plug-in `PodTopologySpread` of kube-scheduler. */
export function topologyMisfit(pod: Pod, { node }: NodeLoad, { loads }: ClusterLoad): Misfit | undefined {
  const constraints = (pod.spec?.topologySpreadConstraints ?? []).filter(
    ({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule',
  );
  const labels = node.metadata?.labels ?? {};
  for (const constraint of constraints) {
    const { topologyKey, maxSkew, minDomains = 1 } = constraint;
    const value = labels[topologyKey];
    if (value === undefined) return { reasons: [`${text} (missing required label)`], unresolvable: true };
    const counts = domainCounts(pod, constraint, loads);
    const least = counts.size < minDomains ? 0 : Math.min(...counts.values());
    const self = selects(constraint, pod, pod) ? 1 : 0;
    if ((counts.get(value) ?? 0) + self - least > maxSkew) return { reasons: [text], unresolvable: false };
  }
  return undefined;
}

/** Matching pods in each domain of the nodes that count for the pod. */
function domainCounts(pod: Pod, constraint: Constraint, loads: readonly NodeLoad[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { node, pods } of loads) {
    const value = node.metadata?.labels?.[constraint.topologyKey];
    if (value === undefined || !counted(pod, constraint, node)) continue;
    const found = pods.filter((other) => !other.metadata?.deletionTimestamp && selects(constraint, pod, other)).length;
    counts.set(value, (counts.get(value) ?? 0) + found);
  }
  return counts;
}

function counted(pod: Pod, constraint: Constraint, node: KindMap['Node']): boolean {
  const { nodeAffinityPolicy = 'Honor', nodeTaintsPolicy = 'Ignore' } = constraint;
  if (nodeAffinityPolicy === 'Honor' && pod.spec && !matchesNode(pod.spec, node)) return false;
  return nodeTaintsPolicy === 'Ignore' || !untoleratedTaint(node.spec?.taints, pod.spec?.tolerations);
}

function selects({ labelSelector, matchLabelKeys = [] }: Constraint, pod: Pod, other: Pod): boolean {
  if (other.metadata?.namespace !== pod.metadata?.namespace || !labelSelector) return false;
  const labels = other.metadata?.labels;
  return (
    labelSelectorMatches(labelSelector, labels) &&
    matchLabelKeys.every((key) => labels?.[key] === pod.metadata?.labels?.[key])
  );
}
