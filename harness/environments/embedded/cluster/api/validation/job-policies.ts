import type { V1JobSpec, V1PodFailurePolicyRule, V1SuccessPolicyRule } from '@kubernetes/client-node';
import {
  duplicate,
  type FieldError,
  invalidValue,
  notSupported,
  required,
  tooMany,
  withoutValue,
} from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { checked, nonNegative, qualifiedName } from './names.ts';

type JobSpec = Wire<V1JobSpec>;

const actions = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const maxRules = 20;

/** Source: kubernetes `validatePodFailurePolicy`, 1.34. */
export function validateFailurePolicy(field: string, spec: JobSpec): FieldError[] {
  if (!spec.podFailurePolicy) return [];
  const { rules = [] } = spec.podFailurePolicy;
  const { containers = [], initContainers = [] } = spec.template?.spec ?? {};
  const names = new Set([...containers, ...initContainers].map(({ name }) => name));
  return [
    ...(rules.length > maxRules ? [tooMany(`${field}.rules`, rules.length, maxRules)] : []),
    ...rules.flatMap((rule, index) => validateRule(`${field}.rules[${index}]`, rule, spec, names)),
  ];
}

function validateRule(
  field: string,
  rule: Wire<V1PodFailurePolicyRule>,
  { backoffLimitPerIndex }: JobSpec,
  containers: ReadonlySet<string>,
): FieldError[] {
  const { action = '', onExitCodes, onPodConditions = [] } = rule;
  const errors = word(`${field}.action`, action, actions);
  if (action === 'FailIndex' && backoffLimitPerIndex === undefined)
    errors.push(invalidValue(`${field}.action`, action, 'requires the backoffLimitPerIndex to be set'));
  if (onExitCodes) errors.push(...validateExitCodes(`${field}.onExitCodes`, onExitCodes, containers));
  if (onPodConditions.length > maxRules)
    errors.push(tooMany(`${field}.onPodConditions`, onPodConditions.length, maxRules));
  for (const [index, { type = '', status = '' }] of onPodConditions.entries()) {
    const path = `${field}.onPodConditions[${index}]`;
    errors.push(...checked(qualifiedName, `${path}.type`, type));
    errors.push(...word(`${path}.status`, status, ['False', 'True', 'Unknown']));
  }
  if (onExitCodes && onPodConditions.length)
    errors.push(withoutValue(field, 'specifying both OnExitCodes and OnPodConditions is not supported'));
  if (!onExitCodes && !onPodConditions.length)
    errors.push(withoutValue(field, 'specifying one of OnExitCodes and OnPodConditions is required'));
  return errors;
}

/** A word out of a closed list, of which the server tells all when it is missing. */
function word(field: string, value: string, supported: readonly string[]): FieldError[] {
  const all = supported.map((item) => JSON.stringify(item)).join(' ');
  if (!value) return [required(field, `valid values: [${all}]`)];
  return supported.includes(value) ? [] : [notSupported(field, value, supported)];
}

function validateExitCodes(
  field: string,
  { operator = '', containerName, values: given }: NonNullable<Wire<V1PodFailurePolicyRule>['onExitCodes']>,
  containers: ReadonlySet<string>,
): FieldError[] {
  const errors = word(`${field}.operator`, operator, ['In', 'NotIn']);
  const unknown = 'must be one of the container or initContainer names in the pod template';
  if (containerName !== undefined && !containers.has(containerName))
    errors.push(invalidValue(`${field}.containerName`, containerName, unknown));
  const path = `${field}.values`;
  const values = given ?? [];
  if (!values.length) errors.push(invalidValue(path, given ?? null, 'at least one value is required'));
  if (values.length > 255) errors.push(tooMany(path, values.length, 255));
  for (const [index, value] of values.entries()) {
    if (operator === 'In' && value === 0)
      errors.push(invalidValue(`${path}[${index}]`, value, 'must not be 0 for the In operator'));
    if (values.indexOf(value) < index) errors.push(duplicate(`${path}[${index}]`, value));
  }
  const ordered = values.every((value, index) => index === 0 || (values[index - 1] ?? 0) <= value);
  return ordered ? errors : [...errors, invalidValue(path, values, 'must be ordered')];
}

/** Source: kubernetes `validateSuccessPolicy`, 1.34. */
export function validateSuccessPolicy(field: string, spec: JobSpec): FieldError[] {
  if (!spec.successPolicy) return [];
  const { rules = [] } = spec.successPolicy;
  if (spec.completionMode !== 'Indexed') {
    const printed = {
      Rules:
        spec.successPolicy.rules?.map(({ succeededIndexes, succeededCount }) => ({
          SucceededIndexes: succeededIndexes ?? null,
          SucceededCount: succeededCount ?? null,
        })) ?? null,
    };
    return [invalidValue(field, printed, 'requires indexed completion mode')];
  }
  const missing = 'at least one rules must be specified when the successPolicy is specified';
  return [
    ...(rules.length ? [] : [required(`${field}.rules`, missing)]),
    ...(rules.length > maxRules ? [tooMany(`${field}.rules`, rules.length, maxRules)] : []),
    ...rules.flatMap((rule, index) => validateSuccessRule(`${field}.rules[${index}]`, rule, spec.completions ?? 0)),
  ];
}

function validateSuccessRule(field: string, rule: Wire<V1SuccessPolicyRule>, completions: number): FieldError[] {
  const { succeededCount: count, succeededIndexes: indexes } = rule;
  const errors: FieldError[] = [];
  if (count === undefined && indexes === undefined)
    errors.push(required(field, 'at least one of succeededCount or succeededIndexes must be specified'));
  const parsed = countIndexes(indexes ?? '', completions);
  if (typeof parsed === 'string')
    errors.push(invalidValue(`${field}.succeededIndexes`, indexes, `error parsing succeededIndexes: ${parsed}`));
  if (count === undefined) return errors;
  const path = `${field}.succeededCount`;
  errors.push(...nonNegative(path, count));
  const total = typeof parsed === 'string' ? 0 : parsed;
  const rule1 = `must be less than or equal to ${completions} (the number of specified completions)`;
  const rule2 = `must be less than or equal to ${total} (the number of indexes in the specified succeededIndexes field)`;
  if (count > completions) errors.push(invalidValue(path, count, rule1));
  if (indexes !== undefined && count > total) errors.push(invalidValue(path, count, rule2));
  return errors;
}

/** How many a text such as `0,3-5` names, or what is wrong with it. Source: kubernetes `validateIndexesFormat`. */
export function countIndexes(text: string, completions: number): number | string {
  let last: number | undefined;
  let total = 0;
  for (const interval of text ? text.split(',') : []) {
    const limits = interval.split('-');
    if (limits.length > 2)
      return `the fragment ${JSON.stringify(interval)} violates the requirement that an index interval can have at most two parts separated by '-'`;
    const numbers: number[] = [];
    for (const limit of limits) {
      if (!/^[+-]?\d+$/.test(limit)) return `cannot convert string to integer for index: ${JSON.stringify(limit)}`;
      if (Number(limit) >= completions) return `too large index: ${JSON.stringify(limit)}`;
      numbers.push(Number(limit));
    }
    const [first = 0, end = first] = numbers;
    if (numbers.length > 1 && first >= end) return `non-increasing order, previous: ${first}, current: ${end}`;
    if (last !== undefined && last >= first) return `non-increasing order, previous: ${last}, current: ${first}`;
    total += end - first + 1;
    last = end;
  }
  return total;
}
