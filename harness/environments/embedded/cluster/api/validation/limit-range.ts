import type { V1LimitRange } from '@kubernetes/client-node';
import { duplicate, type FieldError, forbiddenField, invalidValue, required } from '../objects/field-error.ts';
import { quantityNanos } from '../objects/quantity.ts';
import type { Wire } from '../wire.ts';
import { checked, qualifiedName } from './names.ts';

type Amounts = Readonly<Record<string, string>>;

/** As on the wire: the client's model gives `default`, a word of its language, another name. */
export interface LimitRangeItem {
  readonly type: string;
  default?: Amounts;
  defaultRequest?: Amounts;
  readonly max?: Amounts;
  readonly min?: Amounts;
  readonly maxLimitRequestRatio?: Amounts;
}

const types = new Set(['Pod', 'Container', 'PersistentVolumeClaim']);
const standard = new Set(['cpu', 'memory', 'ephemeral-storage', 'storage']);
const ofContainers = new Set(['cpu', 'memory', 'ephemeral-storage']);

/** Rules of kubernetes `pkg/apis/core/validation.ValidateLimitRange`, 1.34. */
export function validateLimitRange({ spec }: Wire<V1LimitRange>): FieldError[] {
  const seen = new Set<string>();
  return ((spec?.limits ?? []) as unknown as LimitRangeItem[]).flatMap((item, index) => {
    const field = `spec.limits[${index}]`;
    const errors = validateType(`${field}.type`, item.type);
    if (seen.has(item.type)) errors.push(duplicate(`${field}.type`, item.type));
    seen.add(item.type);
    return [...errors, ...validateItem(field, item)];
  });
}

function validateType(field: string, type: string): FieldError[] {
  const problems = checked(qualifiedName, field, type);
  if (problems.length || type.includes('/') || types.has(type)) return problems;
  return [invalidValue(field, type, 'must be a standard limit type or fully qualified')];
}

function validateItem(field: string, item: LimitRangeItem): FieldError[] {
  const {
    type,
    max = {},
    min = {},
    default: limits = {},
    defaultRequest: requests = {},
    maxLimitRequestRatio = {},
  } = item;
  const errors: FieldError[] = [];
  const named = (part: string, amounts: Amounts) =>
    errors.push(...Object.keys(amounts).flatMap((name) => validateName(`${field}.${part}[${name}]`, name, type)));
  named('max', max);
  named('min', min);
  if (type === 'Pod') {
    const detail = "may not be specified when `type` is 'Pod'";
    if (Object.keys(limits).length) errors.push(forbiddenField(`${field}.default`, detail));
    if (Object.keys(requests).length) errors.push(forbiddenField(`${field}.defaultRequest`, detail));
  } else {
    named('default', limits);
    named('defaultRequest', requests);
  }
  if (type === 'PersistentVolumeClaim' && !min.storage && !max.storage) {
    const detail = 'either minimum or maximum storage value is required, but neither was provided';
    errors.push(required(`${field}.limits`, detail));
  }
  named('maxLimitRequestRatio', maxLimitRequestRatio);
  const names = new Set([max, min, limits, requests, maxLimitRequestRatio].flatMap((amounts) => Object.keys(amounts)));
  for (const name of names)
    errors.push(...compare(field, name, { min, max, default: limits, request: requests }, item));
  return errors;
}

function validateName(field: string, name: string, type: string): FieldError[] {
  const problems = checked(qualifiedName, field, name);
  if (problems.length || name.includes('/')) return problems;
  const huge = name.startsWith('hugepages-');
  if (!huge && !standard.has(name)) {
    problems.push(invalidValue(field, name, 'must be a standard resource type or fully qualified'));
  }
  if (type === 'Container' && !huge && !ofContainers.has(name)) {
    problems.push(invalidValue(field, name, 'must be a standard resource for containers'));
  }
  return problems;
}

function compare(
  field: string,
  name: string,
  amounts: Readonly<Record<'min' | 'max' | 'default' | 'request', Amounts>>,
  { maxLimitRequestRatio }: LimitRangeItem,
): FieldError[] {
  const [min, max, limit, request] = [
    amounts.min[name],
    amounts.max[name],
    amounts.default[name],
    amounts.request[name],
  ];
  const errors: FieldError[] = [];
  const ordered = (
    low: string | undefined,
    high: string | undefined,
    [place, shown, rule]: readonly [string, string | undefined, string],
  ): void => {
    if (low === undefined || high === undefined || quantityNanos(low) <= quantityNanos(high)) return;
    errors.push(invalidValue(`${field}.${place}[${name}]`, shown, rule));
  };
  ordered(min, max, ['min', min, `min value ${min} is greater than max value ${max}`]);
  ordered(min, request, [
    'defaultRequest',
    request,
    `min value ${min} is greater than default request value ${request}`,
  ]);
  ordered(request, max, [
    'defaultRequest',
    request,
    `default request value ${request} is greater than max value ${max}`,
  ]);
  const overLimit = `default request value ${request} is greater than default limit value ${limit}`;
  ordered(request, limit, ['defaultRequest', request, overLimit]);
  ordered(min, limit, ['default', min, `min value ${min} is greater than default value ${limit}`]);
  ordered(limit, max, ['default', max, `default value ${limit} is greater than max value ${max}`]);
  const ratio = maxLimitRequestRatio?.[name];
  ordered('1', ratio, ['maxLimitRequestRatio', ratio, `ratio ${ratio} is less than 1`]);
  return errors;
}
