import type { KindMap } from '../api/cluster-api.ts';
import { expressionMatches } from '../api/objects/label-selector.ts';

type PodSpec = NonNullable<KindMap['Pod']['spec']>;

/** Whether `nodeSelector` and the required node affinity accept a node. Terms are alternatives; an empty term matches none. */
export function matchesNode(spec: PodSpec, node: KindMap['Node']): boolean {
  const labels = node.metadata?.labels ?? {};
  const selected = Object.entries(spec.nodeSelector ?? {}).every(([key, value]) => labels[key] === value);
  const terms = requiredTerms(spec);
  if (!selected || !terms) return selected;
  const fields = { 'metadata.name': node.metadata?.name ?? '' };
  return terms.some(
    ({ matchExpressions = [], matchFields = [] }) =>
      matchExpressions.length + matchFields.length > 0 &&
      matchExpressions.every((expression) => expressionMatches(expression, labels)) &&
      matchFields.every((field) => expressionMatches(field, fields)),
  );
}

/** The only nodes a pod may be on when each of its terms names nodes, as those of a DaemonSet do; else undefined. */
export function namedNodes(spec: PodSpec): ReadonlySet<string> | undefined {
  const terms = requiredTerms(spec);
  if (!terms) return undefined;
  const names = terms.map(({ matchFields = [] }) =>
    matchFields.find(({ key, operator }) => key === 'metadata.name' && operator === 'In'),
  );
  if (names.some((field) => !field)) return undefined;
  return new Set(names.flatMap((field) => field?.values ?? []));
}

function requiredTerms(spec: PodSpec) {
  return spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
}
