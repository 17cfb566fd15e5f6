import type { V1ObjectFieldSelector, V1ResourceFieldSelector } from '@kubernetes/client-node';
import { type FieldError, invalidValue, notSupported, required } from '../objects/field-error.ts';
import { parseQuantity } from '../objects/quantity.ts';
import type { Wire } from '../wire.ts';
import { checked, qualifiedName } from './names.ts';

/** Paths of a pod that any field label may name. Source: kubernetes `ConvertDownwardAPIFieldLabel`. */
const podFields = new Set([
  ...['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid'],
  ...['spec.nodeName', 'spec.restartPolicy', 'spec.serviceAccountName', 'spec.schedulerName', 'spec.host'],
  ...['status.phase', 'status.hostIP', 'status.hostIPs', 'status.podIP', 'status.podIPs'],
]);

/** Source: kubernetes `validateObjectFieldSelector`, 1.34. `allowed` are the paths that this place takes, sorted. */
export function validateFieldRef(
  field: string,
  { apiVersion, fieldPath }: Wire<V1ObjectFieldSelector>,
  allowed: readonly string[],
): FieldError[] {
  if (!apiVersion) return [required(`${field}.apiVersion`, '')];
  if (!fieldPath) return [required(`${field}.fieldPath`, '')];
  const invalid = (detail: string) => [
    invalidValue(`${field}.fieldPath`, fieldPath, `error converting fieldPath: ${detail}`),
  ];
  if (apiVersion !== 'v1') return invalid(`unsupported pod version: ${apiVersion}`);
  const [, path = '', subscript] = /^(.*?)\['(.*)'\]$/.exec(fieldPath) ?? [];
  if (subscript !== undefined) {
    if (path === 'metadata.annotations') return checked(qualifiedName, field, subscript.toLowerCase());
    if (path === 'metadata.labels') return checked(qualifiedName, field, subscript);
    return invalid(`field label does not support subscript: ${fieldPath}`);
  }
  if (!podFields.has(fieldPath)) return invalid(`field label not supported: ${fieldPath}`);
  const real = fieldPath === 'spec.host' ? 'spec.nodeName' : fieldPath;
  return allowed.includes(real) ? [] : [notSupported(`${field}.fieldPath`, real, allowed)];
}

const resourceFields = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];

const byteDivisors = [...['1', '1k', '1M', '1G', '1T', '1P', '1E'], ...['1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei']];

/** Source: kubernetes `validateContainerResourceFieldSelector`, 1.34. Volumes must say of which container. */
export function validateResourceFieldRef(
  field: string,
  { containerName, resource, divisor }: Wire<V1ResourceFieldSelector>,
  inVolume: boolean,
): FieldError[] {
  const errors: FieldError[] = [];
  const hugePages = /^(requests|limits)\.hugepages-/.test(resource ?? '');
  if (inVolume && !containerName) errors.push(required(`${field}.containerName`, ''));
  else if (!resource) errors.push(required(`${field}.resource`, ''));
  else if (!resourceFields.includes(resource) && !hugePages)
    errors.push(notSupported(`${field}.resource`, resource, resourceFields));
  const given = divisor === undefined ? undefined : parseQuantity(divisor);
  if (!given?.nanos) return errors;
  const what = hugePages ? 'hugepages' : resourceNames[(resource ?? '').split('.')[1] ?? ''];
  if (!what || !(resourceFields.includes(resource ?? '') || hugePages)) return errors;
  const divisors = what === 'cpu' ? ['1m', '1'] : byteDivisors;
  if (!divisors.includes(given.canonical)) {
    const list = what === 'cpu' ? '1m and 1' : divisors.join(', ');
    errors.push(
      invalidValue(
        `${field}.divisor`,
        resource,
        `only divisor's values ${list} are supported with the ${what} resource`,
      ),
    );
  }
  return errors;
}

const resourceNames: Readonly<Record<string, string>> = {
  cpu: 'cpu',
  memory: 'memory',
  'ephemeral-storage': 'local ephemeral storage',
};
