import { cloneJson, jsonEqual } from '../objects/json.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { type LabelSelector, labelSelectorMatches } from '../objects/label-selector.ts';
import type { Change, ObjectStorage } from '../storage/object-storage.ts';
import type { PolicyRule } from './policy-rule.ts';

const clusterRoles = 'clusterroles.rbac.authorization.k8s.io';

interface ClusterRole extends KubeObject {
  readonly aggregationRule?: { readonly clusterRoleSelectors?: readonly LabelSelector[] };
  readonly rules?: readonly PolicyRule[];
}

/** Gathers into aggregating ClusterRoles the rules of those they select, as kube-controller-manager does, at every change. */
export function aggregateClusterRoles(storage: ObjectStorage): (change: Change) => void {
  let pending = false;
  const gather = (): void => {
    pending = false;
    const roles = storage.list(clusterRoles) as ClusterRole[];
    for (const role of roles) {
      const selectors = role.aggregationRule?.clusterRoleSelectors;
      if (!selectors) continue;
      const chosen = roles.filter(
        (other) =>
          other !== role && selectors.some((selector) => labelSelectorMatches(selector, other.metadata.labels)),
      );
      const rules: PolicyRule[] = [];
      for (const rule of chosen.flatMap((other) => other.rules ?? [])) {
        if (!rules.some((present) => jsonEqual(present, rule))) rules.push(rule);
      }
      if (!jsonEqual(rules, role.rules ?? []))
        storage.put(clusterRoles, { ...cloneJson(role), rules: cloneJson(rules) });
    }
  };
  return ({ storage: changed }) => {
    if (changed !== clusterRoles || pending) return;
    pending = true;
    queueMicrotask(gather);
  };
}
