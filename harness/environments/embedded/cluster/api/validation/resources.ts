import {
  duplicate,
  type FieldError,
  fieldNotFound,
  forbiddenField,
  invalidValue,
  notSupported,
  required,
} from '../objects/field-error.ts';
import { parseQuantity } from '../objects/quantity.ts';
import { checked, dns1123Label, qualifiedName } from './names.ts';

interface Resources {
  readonly limits?: Readonly<Record<string, string>>;
  readonly requests?: Readonly<Record<string, string>>;
  readonly claims?: readonly { readonly name?: string; readonly request?: string }[];
}

const ofContainers = new Set(['cpu', 'ephemeral-storage', 'memory']);
const standard = new Set([
  ...['cpu', 'memory', 'ephemeral-storage', 'requests.cpu', 'requests.memory', 'requests.ephemeral-storage'],
  ...['limits.cpu', 'limits.memory', 'limits.ephemeral-storage', 'pods', 'resourcequotas', 'services'],
  ...['replicationcontrollers', 'secrets', 'configmaps', 'persistentvolumeclaims', 'storage', 'requests.storage'],
  ...['services.nodeports', 'services.loadbalancers'],
]);
const whole = new Set([
  ...['pods', 'resourcequotas', 'services', 'replicationcontrollers', 'secrets', 'configmaps'],
  ...['persistentvolumeclaims', 'services.nodeports', 'services.loadbalancers'],
]);

/** Source: kubernetes `ValidateContainerResourceRequirements`, 1.34. `claims` are the names that the pod has. */
export function validateResources(
  field: string,
  resources: Resources | undefined,
  claims: ReadonlySet<string>,
): FieldError[] {
  return validateRequirements(field, resources ?? {}, claims, validateContainerResourceName);
}

/** Source: kubernetes `validatePodResourceRequirements`, 1.34. */
export function validatePodLevelResources(
  field: string,
  resources: Resources,
  claims: ReadonlySet<string>,
): FieldError[] {
  return validateRequirements(field, resources, claims, (path, name) => {
    const errors = validateResourceName(path, name);
    if (errors.length || ['cpu', 'memory'].includes(name) || isHugePages(name)) return errors;
    return [notSupported(path, name, ['cpu', 'hugepages-', 'memory'])];
  });
}

function validateRequirements(
  field: string,
  { limits = {}, requests = {}, claims = [] }: Resources,
  podClaims: ReadonlySet<string>,
  validateName: (field: string, name: string) => FieldError[],
): FieldError[] {
  const errors: FieldError[] = [];
  for (const [kind, list] of Object.entries({ limits, requests })) {
    for (const [name, value] of Object.entries(list)) {
      const path = `${field}.${kind}[${name}]`;
      errors.push(...validateName(path, name), ...validateResourceValue(path, name, value));
      if (kind === 'requests') errors.push(...validateAgainstLimit(field, name, value, limits[name]));
      if (isHugePages(name)) errors.push(...validatePages(path, name, value));
    }
  }
  const names = Object.keys({ ...limits, ...requests });
  if (names.some(isHugePages) && !names.includes('cpu') && !names.includes('memory')) {
    errors.push(forbiddenField(field, 'HugePages require cpu or memory'));
  }
  return [...errors, ...validateClaims(`${field}.claims`, claims, podClaims)];
}

export function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-');
}

/** Source: kubernetes `validateResourceName`. */
export function validateResourceName(field: string, name: string): FieldError[] {
  const errors = checked(qualifiedName, field, name);
  if (errors.length || name.includes('/') || standard.has(name) || /^(requests\.)?hugepages-/.test(name)) return errors;
  return [invalidValue(field, name, 'must be a standard resource type or fully qualified')];
}

function validateContainerResourceName(field: string, name: string): FieldError[] {
  const errors = validateResourceName(field, name);
  if (!name.includes('/')) {
    if (!ofContainers.has(name) && !isHugePages(name))
      errors.push(invalidValue(field, name, 'must be a standard resource for containers'));
  } else if (!name.includes('kubernetes.io/') && !isExtended(name)) {
    errors.push(invalidValue(field, name, "doesn't follow extended resource name standard"));
  }
  return errors;
}

/** Source: kubernetes `helper.IsExtendedResourceName`. */
export function isExtended(name: string): boolean {
  if (!name.includes('/') || name.includes('kubernetes.io/') || name.startsWith('requests.')) return false;
  return !qualifiedName(`requests.${name}`).length;
}

/** Source: kubernetes `ValidateResourceQuantityValue`. */
export function validateResourceValue(field: string, name: string, value: string): FieldError[] {
  const quantity = parseQuantity(value);
  if (!quantity) return [];
  const errors =
    quantity.nanos < 0n ? [invalidValue(field, quantity.canonical, 'must be greater than or equal to 0')] : [];
  if ((whole.has(name) || isExtended(name)) && quantity.nanos % 1_000_000_000n)
    errors.push(invalidValue(field, quantity.canonical, 'must be an integer'));
  return errors;
}

function validatePages(field: string, name: string, value: string): FieldError[] {
  const quantity = parseQuantity(value);
  const size = parseQuantity(name.slice('hugepages-'.length));
  if (!quantity || (size && size.nanos > 0n && quantity.nanos % size.nanos === 0n)) return [];
  return [invalidValue(field, quantity.canonical, `${quantity.canonical} is not positive integer multiple of ${name}`)];
}

function validateAgainstLimit(field: string, name: string, value: string, limit: string | undefined): FieldError[] {
  const overcommitted = (!name.includes('/') || name.includes('kubernetes.io/')) && !isHugePages(name);
  if (limit === undefined) {
    return overcommitted ? [] : [required(`${field}.limits`, 'Limit must be set for non overcommitable resources')];
  }
  const requested = parseQuantity(value);
  const allowed = parseQuantity(limit);
  if (!requested || !allowed) return [];
  const rule = (how: string) => [
    invalidValue(`${field}.requests`, requested.canonical, `must be ${how} ${name} limit of ${allowed.canonical}`),
  ];
  if (!overcommitted && requested.nanos !== allowed.nanos) return rule('equal to');
  return requested.nanos > allowed.nanos ? rule('less than or equal to') : [];
}

/** Source: kubernetes `validateResourceClaimNames`. */
function validateClaims(
  field: string,
  claims: NonNullable<Resources['claims']>,
  podClaims: ReadonlySet<string>,
): FieldError[] {
  const seen = new Set<string>();
  return claims.flatMap(({ name = '', request = '' }, index) => {
    const path = `${field}[${index}]`;
    if (!name) return [required(path, '')];
    const errors: FieldError[] = [];
    if (seen.has(name)) errors.push(duplicate(path, name));
    else {
      const key = request ? `${name}/${request}` : name;
      if (request) errors.push(...checked(dns1123Label, `${path}.request`, request));
      if (seen.has(key)) errors.push(duplicate(path, key));
      else if (!request) for (const other of seen) if (other.startsWith(`${name}/`)) errors.push(duplicate(path, name));
      seen.add(key);
    }
    if (podClaims.has(name)) return errors;
    const known = podClaims.size ? `: ${[...podClaims].sort().join(', ')}` : ' which is empty';
    return [...errors, fieldNotFound(path, name, `must be one of the names in pod.spec.resourceClaims${known}`)];
  });
}
