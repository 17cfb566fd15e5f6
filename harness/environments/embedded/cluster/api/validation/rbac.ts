import type { RbacV1Subject, V1ClusterRole, V1PolicyRule, V1RoleBinding } from '@kubernetes/client-node';
import { type FieldError, invalidValue, notSupported, required } from '../objects/field-error.ts';
import { jsonEqual } from '../objects/json.ts';
import type { LabelSelector } from '../objects/label-selector.ts';
import type { Wire } from '../wire.ts';
import { pathSegment, validateLabelSelector } from './metadata.ts';
import { checked, dns1123Subdomain, requiredOr } from './names.ts';

const group = 'rbac.authorization.k8s.io';

/** Rules of kubernetes `pkg/apis/rbac/validation`, 1.34. */
export function validateRole({ metadata, rules, aggregationRule }: Wire<V1ClusterRole>): FieldError[] {
  const namespaced = metadata?.namespace !== undefined;
  const errors = (rules ?? []).flatMap((rule, index) => validatePolicyRule(`rules[${index}]`, rule, namespaced));
  if (!aggregationRule) return errors;
  const place = 'aggregationRule.clusterRoleSelectors';
  const selectors = aggregationRule.clusterRoleSelectors ?? [];
  if (!selectors.length) {
    errors.push(required(place, 'at least one clusterRoleSelector required if aggregationRule is non-nil'));
  }
  return [...errors, ...selectors.flatMap((selector, index) => validateSelector(`${place}[${index}]`, selector))];
}

function validateSelector(field: string, selector: LabelSelector): FieldError[] {
  const errors = validateLabelSelector(field, selector);
  return errors.length ? [...errors, invalidValue(field, null, 'invalid label selector.')] : [];
}

function validatePolicyRule(field: string, rule: Wire<V1PolicyRule>, namespaced: boolean): FieldError[] {
  const { verbs = [], nonResourceURLs: urls = [], apiGroups = [], resources = [], resourceNames = [] } = rule;
  const errors: FieldError[] = [];
  if (!verbs.length) errors.push(required(`${field}.verbs`, 'verbs must contain at least one value'));
  if (urls.length) {
    const place = `${field}.nonResourceURLs`;
    if (namespaced) errors.push(invalidValue(place, urls, 'namespaced rules cannot apply to non-resource URLs'));
    if (apiGroups.length || resources.length || resourceNames.length) {
      errors.push(invalidValue(place, urls, 'rules cannot apply to both regular resources and non-resource URLs'));
    }
    return errors;
  }
  if (!apiGroups.length) {
    errors.push(required(`${field}.apiGroups`, 'resource rules must supply at least one api group'));
  }
  if (!resources.length) {
    errors.push(required(`${field}.resources`, 'resource rules must supply at least one resource'));
  }
  return errors;
}

export function validateRoleBinding({ metadata, roleRef, subjects = [] }: Wire<V1RoleBinding>): FieldError[] {
  const namespaced = metadata?.namespace !== undefined;
  const errors: FieldError[] = [];
  const { apiGroup = '', kind = '', name = '' } = roleRef ?? {};
  if (apiGroup !== group) errors.push(notSupported('roleRef.apiGroup', apiGroup, [group]));
  const kinds = namespaced ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  if (!kinds.includes(kind)) errors.push(notSupported('roleRef.kind', kind, kinds));
  errors.push(...requiredOr('roleRef.name', name, pathSegment));
  for (const [index, subject] of subjects.entries()) {
    errors.push(...validateSubject(`subjects[${index}]`, subject, namespaced));
  }
  return errors;
}

function validateSubject(field: string, subject: Wire<RbacV1Subject>, namespaced: boolean): FieldError[] {
  const { kind = '', name = '', namespace, apiGroup = '' } = subject;
  const errors: FieldError[] = [];
  if (!name) errors.push(required(`${field}.name`, ''));
  switch (kind) {
    case 'ServiceAccount':
      if (name) errors.push(...checked(dns1123Subdomain, `${field}.name`, name));
      if (apiGroup) errors.push(notSupported(`${field}.apiGroup`, apiGroup, ['']));
      if (!namespaced && !namespace) errors.push(required(`${field}.namespace`, ''));
      return errors;
    case 'User':
    case 'Group':
      return apiGroup === group ? errors : [...errors, notSupported(`${field}.apiGroup`, apiGroup, [group])];
    default:
      return [...errors, notSupported(`${field}.kind`, kind, ['ServiceAccount', 'User', 'Group'])];
  }
}

export function validateRoleBindingUpdate(next: Wire<V1RoleBinding>, current: Wire<V1RoleBinding>): FieldError[] {
  if (jsonEqual(next.roleRef, current.roleRef)) return [];
  const { apiGroup, kind, name } = next.roleRef ?? {};
  return [invalidValue('roleRef', { APIGroup: apiGroup, Kind: kind, Name: name }, 'cannot change roleRef')];
}
