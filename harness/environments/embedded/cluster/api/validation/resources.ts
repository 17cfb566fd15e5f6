import { type FieldError, invalidValue, required } from '../objects/field-error.ts';
import { parseQuantity } from '../objects/quantity.ts';
import { checked, qualifiedName } from './names.ts';

interface Resources {
  readonly limits?: Readonly<Record<string, string>>;
  readonly requests?: Readonly<Record<string, string>>;
}

const standard = new Set(['cpu', 'ephemeral-storage', 'memory']);

/** Source: kubernetes `validateResourceRequirements`, 1.34. */
export function validateResources(field: string, { limits = {}, requests = {} }: Resources = {}): FieldError[] {
  const errors: FieldError[] = [];
  for (const [kind, list] of Object.entries({ limits, requests })) {
    for (const [name, value] of Object.entries(list)) {
      const path = `${field}.${kind}[${name}]`;
      errors.push(...validateName(path, name), ...validateValue(path, name, value));
      if (kind === 'requests') errors.push(...validateAgainstLimit(`${field}.requests`, name, value, limits[name]));
    }
  }
  if (Object.keys({ ...limits, ...requests }).some((name) => name.startsWith('hugepages-'))) {
    const others = { ...limits, ...requests };
    if (!others.cpu && !others.memory) {
      errors.push({ reason: 'FieldValueForbidden', field, text: 'Forbidden: HugePages require cpu or memory' });
    }
  }
  return errors;
}

function validateName(field: string, name: string): FieldError[] {
  const errors = checked(qualifiedName, field, name);
  if (!name.includes('/')) {
    if (!standard.has(name) && !name.startsWith('hugepages-')) {
      errors.push(
        ...(errors.length ? [] : [invalidValue(field, name, 'must be a standard resource type or fully qualified')]),
        invalidValue(field, name, 'must be a standard resource for containers'),
      );
    }
  }
  return errors;
}

function validateValue(field: string, name: string, value: string): FieldError[] {
  const quantity = parseQuantity(value);
  if (!quantity) return [];
  if (quantity.nanos < 0n) return [invalidValue(field, quantity.canonical, 'must be greater than or equal to 0')];
  if (name.includes('/') && quantity.nanos % 1_000_000_000n) {
    return [invalidValue(field, quantity.canonical, 'must be an integer')];
  }
  return [];
}

function validateAgainstLimit(field: string, name: string, value: string, limit: string | undefined): FieldError[] {
  const overcommitted = standard.has(name);
  if (limit === undefined)
    return overcommitted
      ? []
      : [required(field.replace(/requests$/, 'limits'), 'Limit must be set for non overcommitable resources')];
  const requested = parseQuantity(value);
  const allowed = parseQuantity(limit);
  if (!requested || !allowed) return [];
  if (!overcommitted && requested.nanos !== allowed.nanos) {
    return [invalidValue(field, requested.canonical, `must be equal to ${name} limit of ${allowed.canonical}`)];
  }
  if (requested.nanos <= allowed.nanos) return [];
  return [
    invalidValue(field, requested.canonical, `must be less than or equal to ${name} limit of ${allowed.canonical}`),
  ];
}
