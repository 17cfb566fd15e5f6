import type { KindMap } from '../api/cluster-api.ts';
import type { ClusterLoad } from './inter-pod-affinity.ts';
import { type NodeLoad, nodeMisfit } from './node-fit.ts';

type Pod = KindMap['Pod'];

export interface Preemption {
  readonly node: string;
  readonly victims: readonly Pod[];
}

/**
 * The node that loses least when pods of lower priority make room, and those pods; undefined: none would help. Source:
 * `SelectVictimsOnNode` and `pickOneNodeForPreemption` of kube-scheduler's `DefaultPreemption`, budgets left out.
 */
export function findPreemption(pod: Pod, cluster: ClusterLoad): Preemption | undefined {
  if (pod.spec?.preemptionPolicy === 'Never') return undefined;
  const candidates = cluster.loads.flatMap((load) => {
    if (nodeMisfit(pod, load, cluster)?.unresolvable !== false) return [];
    const victims = victimsOn(pod, load, cluster);
    return victims?.length ? [{ node: load.node.metadata?.name ?? '', victims }] : [];
  });
  const cost = ({ victims }: Preemption): number[] => [Math.max(...victims.map(priorityOf)), victims.length];
  return candidates.sort((left, right) => {
    const [a, b] = [cost(left), cost(right)];
    return (a[0] ?? 0) - (b[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0);
  })[0];
}

/** Everybody of lower priority would have to go first, then as many as possible may stay, the most important first. */
function victimsOn(pod: Pod, load: NodeLoad, cluster: ClusterLoad): readonly Pod[] | undefined {
  const fits = (pods: readonly Pod[]): boolean => {
    const changed = { ...load, pods };
    const loads = cluster.loads.map((other) => (other === load ? changed : other));
    return !nodeMisfit(pod, changed, { ...cluster, loads });
  };
  const lower = load.pods.filter((other) => priorityOf(other) < priorityOf(pod));
  let kept = load.pods.filter((other) => !lower.includes(other));
  if (!fits(kept)) return undefined;
  const victims: Pod[] = [];
  for (const candidate of lower.sort((left, right) => priorityOf(right) - priorityOf(left))) {
    if (fits([...kept, candidate])) kept = [...kept, candidate];
    else victims.push(candidate);
  }
  return victims;
}

function priorityOf({ spec }: Pod): number {
  return spec?.priority ?? 0;
}
