import type { V1PolicyRule, V1RoleBinding } from '@kubernetes/client-node';
import type { ManifestObject } from '../../manifests/manifest.ts';

/**
 * What Roles and RoleBindings ask of whoever makes them, beside the right to: nobody grants what they do not hold. The rules
 * of a Role have to be held, since one that is not there yet has no name by which `escalate` could be had; to a binding `bind`
 * is enough, and then its Role may come after it. Source: Kubernetes documentation, "Using RBAC Authorization", "Privilege
 * escalation prevention and bootstrapping".
 */
export function grantingRights(objects: readonly ManifestObject[]): V1PolicyRule[] {
  return objects.flatMap((object): V1PolicyRule[] => {
    if (object.kind === 'Role') return list(object.rules);
    if (object.kind !== 'RoleBinding') return [];
    const { apiGroup = '', kind = '', name = '' } = (object.roleRef ?? {}) as Partial<V1RoleBinding['roleRef']>;
    return [{ apiGroups: [apiGroup], resources: [`${kind.toLowerCase()}s`], resourceNames: [name], verbs: ['bind'] }];
  });
}

/** What is no rule is left for the API server to refuse. */
function list(rules: unknown): V1PolicyRule[] {
  return Array.isArray(rules) ? rules.filter((rule) => Array.isArray(rule?.verbs)) : [];
}
