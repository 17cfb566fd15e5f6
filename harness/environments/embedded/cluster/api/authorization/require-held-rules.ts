import type { User } from '../authentication/user.ts';
import { forbidden, notFound } from '../objects/api-error.ts';
import { jsonEqual } from '../objects/json.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import type { Authorizer } from './authorizer.ts';
import { describeRules, type PolicyRule, uncovered } from './policy-rule.ts';

interface RoleLike extends KubeObject {
  readonly rules?: readonly PolicyRule[];
  readonly aggregationRule?: unknown;
  readonly roleRef?: { readonly kind: string; readonly name: string };
}

const everything: readonly PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

/**
 * Nobody gives away by roles and bindings what they do not hold, unless they may `escalate` or `bind`. Throws ApiError
 * Forbidden. Source: kubernetes `pkg/registry/rbac/{clusterrole,rolebinding,…}/policybased`.
 */
export function requireHeldRules(
  authorizer: Authorizer,
  type: ResourceType,
  object: KubeObject,
  current: KubeObject | undefined,
  user: User | undefined,
): void {
  if (type.group !== 'rbac.authorization.k8s.io' || !user) return;
  const { roleRef, rules = [], aggregationRule, metadata } = object as RoleLike;
  const namespace = metadata.namespace ?? '';
  const may = (verb: string, resource: string, name: string): boolean =>
    authorizer.decide(user, { verb, group: type.group, resource, subresource: '', namespace, name }).allowed;
  let granted = rules;
  if (roleRef) {
    const { subjects } = object;
    if (current && jsonEqual(subjects, current.subjects) && jsonEqual(roleRef, current.roleRef)) return;
    if (may('bind', `${roleRef.kind.toLowerCase()}s`, roleRef.name)) return;
    const bound = authorizer.rulesOf(roleRef, metadata.namespace);
    if (!bound) throw notFound(type, roleRef.name);
    granted = bound;
  } else {
    if (current && jsonEqual(rules, current.rules ?? []) && jsonEqual(aggregationRule, current.aggregationRule)) return;
    if (may('escalate', type.plural, metadata.name)) return;
    if (aggregationRule) granted = everything;
  }
  const held = authorizer.grants(user, namespace).grants.flatMap((grant) => grant.rules);
  const missing = uncovered(granted, held);
  if (!missing.length) return;
  const groups = user.groups.map((group) => JSON.stringify(group)).join(' ');
  const who = `user ${JSON.stringify(user.name)} (groups=[${groups}])`;
  const message = `${who} is attempting to grant RBAC permissions not currently held:\n${describeRules(missing)}`;
  throw forbidden(type, metadata.name, message);
}
