import type { V1ResourceQuota } from '@kubernetes/client-node';
import { type FieldError, invalidValue, required } from '../objects/field-error.ts';
import { jsonEqual } from '../objects/json.ts';
import { parseQuantity } from '../objects/quantity.ts';
import type { Wire } from '../wire.ts';
import { checked, qualifiedName } from './names.ts';

const computed = [
  ...['cpu', 'memory', 'ephemeral-storage', 'requests.cpu', 'requests.memory', 'requests.storage'],
  ...['requests.ephemeral-storage', 'limits.cpu', 'limits.memory', 'limits.ephemeral-storage'],
];
const counted = [
  ...['pods', 'services', 'replicationcontrollers', 'resourcequotas', 'secrets', 'configmaps'],
  ...['persistentvolumeclaims', 'services.nodeports', 'services.loadbalancers'],
];
const standard = new Set([...computed, ...counted]);
const podScopes = ['Terminating', 'NotTerminating', 'NotBestEffort', 'PriorityClass', 'CrossNamespacePodAffinity'];
const scopes = new Set([...podScopes, 'BestEffort', 'VolumeAttributesClass']);

/** Rules of kubernetes `pkg/apis/core/validation.ValidateResourceQuota`, 1.34. */
export function validateResourceQuota({ spec = {} }: Wire<V1ResourceQuota>): FieldError[] {
  const errors = Object.entries(spec.hard ?? {}).flatMap(([name, value]) => [
    ...validateName(`spec.hard[${name}]`, name),
    ...validateAmount(`spec.hard[${name}]`, name, value),
  ]);
  return [...errors, ...validateSelector(spec), ...validateScopes(spec)];
}

function validateName(field: string, name: string): FieldError[] {
  const problems = checked(qualifiedName, field, name);
  if (problems.length || name.includes('/')) return problems;
  const known = standard.has(name) || /^(requests\.)?hugepages-/.test(name);
  const rules = ['must be a standard resource type or fully qualified', 'must be a standard resource for quota'];
  return known ? [] : rules.map((rule) => invalidValue(field, name, rule));
}

function validateAmount(field: string, name: string, value: string): FieldError[] {
  const quantity = parseQuantity(value);
  if (!quantity) return [];
  const errors: FieldError[] = [];
  if (quantity.nanos < 0n) {
    errors.push(invalidValue(field, quantity.canonical, 'must be greater than or equal to 0'));
  }
  if (counted.includes(name) && quantity.nanos % 1_000_000_000n) {
    errors.push(invalidValue(field, quantity.canonical, 'must be an integer'));
  }
  return errors;
}

function validateScopes({ scopes: given = [], hard = {} }: NonNullable<Wire<V1ResourceQuota>['spec']>): FieldError[] {
  if (!given.length) return [];
  const errors: FieldError[] = [];
  const fault = (detail: string) => errors.push(invalidValue('spec.scopes', given, detail));
  for (const scope of given) {
    if (!scopes.has(scope)) fault('unsupported scope');
    for (const resource of Object.keys(hard).sort()) {
      if (!fits(scope, resource)) fault('unsupported scope applied to resource');
    }
  }
  const all = new Set<string>(given);
  const conflicting = [
    ['BestEffort', 'NotBestEffort'],
    ['Terminating', 'NotTerminating'],
  ];
  for (const pair of conflicting) if (pair.every((scope) => all.has(scope))) fault('conflicting scopes');
  return errors;
}

const alone = new Set(['BestEffort', 'NotBestEffort', 'Terminating', 'NotTerminating', 'CrossNamespacePodAffinity']);
const onlyExists =
  "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";

/** Source: kubernetes `validateScopedResourceSelectorRequirement`. */
function validateSelector({ scopeSelector, hard = {} }: NonNullable<Wire<V1ResourceQuota>['spec']>): FieldError[] {
  const field = 'spec.scopeSelector.matchExpressions';
  const terms = scopeSelector?.matchExpressions ?? [];
  return terms.flatMap(({ scopeName, operator, values = [] }) => {
    const errors: FieldError[] = [];
    const fault = (part: string, value: unknown, detail: string) =>
      errors.push(invalidValue(`${field}.${part}`, value, detail));
    if (!scopes.has(scopeName)) fault('scopeName', scopeName, 'unsupported scope');
    for (const resource of Object.keys(hard).sort()) {
      if (fits(scopeName, resource)) continue;
      errors.push(invalidValue(field, printedTerms(terms), 'unsupported scope applied to resource'));
    }
    if (alone.has(scopeName) && operator !== 'Exists') fault('operator', operator, onlyExists);
    if (operator === 'In' || operator === 'NotIn') {
      const rule = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector";
      if (!values.length) errors.push(required(`${field}.values`, rule));
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      const rule = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector";
      if (values.length) fault('values', values, rule);
    } else fault('operator', operator, 'not a valid selector operator');
    return errors;
  });
}

type Term = NonNullable<NonNullable<Wire<V1ResourceQuota>['spec']>['scopeSelector']>['matchExpressions'];

function printedTerms(terms: NonNullable<Term>) {
  return {
    MatchExpressions: terms.map(({ scopeName, operator, values }) => ({
      ScopeName: scopeName,
      Operator: operator,
      Values: values ?? null,
    })),
  };
}

/** Whether a scope and a resource go together; what is not known of either is judged elsewhere. */
function fits(scope: string, resource: string): boolean {
  if (!standard.has(resource) || !scopes.has(scope)) return true;
  if (scope === 'BestEffort') return resource === 'pods';
  return (resource === 'pods' || computed.includes(resource)) && resource !== 'requests.storage';
}

export function validateResourceQuotaUpdate(next: Wire<V1ResourceQuota>, current: Wire<V1ResourceQuota>): FieldError[] {
  const [asked = [], had = []] = [next.spec?.scopes, current.spec?.scopes];
  return jsonEqual([...asked].sort(), [...had].sort())
    ? []
    : [invalidValue('spec.scopes', next.spec?.scopes ?? null, 'field is immutable')];
}
