import type { KindMap } from '../api/cluster-api.ts';
import { labelSelectorMatches } from '../api/objects/label-selector.ts';
import type { Misfit, NodeLoad } from './node-fit.ts';

type Pod = KindMap['Pod'];
type Affinity = NonNullable<NonNullable<Pod['spec']>['affinity']>;
type Term = NonNullable<NonNullable<Affinity['podAffinity']>['requiredDuringSchedulingIgnoredDuringExecution']>[number];

/** What a filter that looks beyond one node sees. */
export interface ClusterLoad {
  readonly loads: readonly NodeLoad[];
  readonly namespaceLabels: (name: string) => Readonly<Record<string, string>>;
}

/** Required affinity to and against other pods. Source: plug-in `InterPodAffinity` of kube-scheduler. */
export function interPodMisfit(pod: Pod, { node }: NodeLoad, cluster: ClusterLoad): Misfit | undefined {
  const labels = node.metadata?.labels ?? {};
  const holds = (term: Term, owner: Pod, other: Pod) => matches(term, owner, other, cluster);
  const near = (term: Term): readonly Pod[] => podsAround(labels, term.topologyKey, cluster);

  const wanted = required(pod, 'podAffinity');
  const isMet = (term: Term) => term.topologyKey in labels && near(term).some((other) => holds(term, pod, other));
  // The first of a group that wants its own kind beside it has nobody to wait for.
  const isFirst =
    wanted.every((term) => term.topologyKey in labels && holds(term, pod, pod)) &&
    !cluster.loads.some(({ pods }) => pods.some((other) => wanted.some((term) => holds(term, pod, other))));
  if (wanted.length && !wanted.every(isMet) && !isFirst) {
    return { reasons: ["node(s) didn't match pod affinity rules"], unresolvable: true };
  }
  const shunned = required(pod, 'podAntiAffinity');
  if (shunned.some((term) => near(term).some((other) => holds(term, pod, other)))) {
    return { reasons: ["node(s) didn't match pod anti-affinity rules"], unresolvable: false };
  }
  const isShunned = cluster.loads.some(({ node: other, pods }) =>
    pods.some((present) =>
      required(present, 'podAntiAffinity').some(
        (term) =>
          term.topologyKey in labels &&
          other.metadata?.labels?.[term.topologyKey] === labels[term.topologyKey] &&
          holds(term, present, pod),
      ),
    ),
  );
  return isShunned
    ? { reasons: ["node(s) didn't satisfy existing pods anti-affinity rules"], unresolvable: false }
    : undefined;
}

function required({ spec }: Pod, kind: 'podAffinity' | 'podAntiAffinity'): readonly Term[] {
  return spec?.affinity?.[kind]?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

/** Pods on all nodes that have the same value of a topology key. */
function podsAround(labels: Readonly<Record<string, string>>, key: string, { loads }: ClusterLoad): readonly Pod[] {
  if (!(key in labels)) return [];
  return loads.filter(({ node }) => node.metadata?.labels?.[key] === labels[key]).flatMap(({ pods }) => pods);
}

function matches(term: Term, owner: Pod, other: Pod, { namespaceLabels }: ClusterLoad): boolean {
  const { labelSelector, namespaces = [], namespaceSelector } = term;
  const namespace = other.metadata?.namespace ?? '';
  const own = namespaces.length || namespaceSelector ? namespaces : [owner.metadata?.namespace ?? ''];
  const isIn =
    own.includes(namespace) ||
    (namespaceSelector !== undefined && labelSelectorMatches(namespaceSelector, namespaceLabels(namespace)));
  return isIn && labelSelector !== undefined && labelSelectorMatches(labelSelector, other.metadata?.labels);
}
