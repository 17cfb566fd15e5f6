import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import { type FieldError, forbiddenField, invalidValue } from '../../objects/field-error.ts';
import type { Wire } from '../../wire.ts';
import { ipFamily, validateIp } from '../ip-address.ts';
import { immutable } from '../metadata.ts';
import { checked, dns1123Subdomain, qualifiedName } from '../names.ts';

type Pod = Wire<V1Pod>;
type ContainerStatus = Wire<V1ContainerStatus>;

/** The kubelet's own, whose names nobody looks at. */
const ofTheSystem = new Set(['PodScheduled', 'Ready', 'Initialized']);

/** Source: kubernetes `ValidatePodStatusUpdate`, 1.34. */
export function validatePodStatus(next: Pod, current: Pod): FieldError[] {
  const { spec, status = {} } = next;
  const { nominatedNodeName, observedGeneration = 0, resourceClaimStatuses = [] } = status;
  const before = current.status ?? {};
  const claims = new Set(spec?.resourceClaims?.map(({ name }) => name));
  const sidecars = new Set(spec?.initContainers?.flatMap((item) => (item.restartPolicy === 'Always' ? item.name : [])));
  const policy = spec?.restartPolicy ?? 'Always';
  const initPolicy = policy === 'Always' ? 'OnFailure' : policy;
  return [
    ...validateConditions(status.conditions),
    ...(observedGeneration < 0
      ? [invalidValue('status.observedGeneration', observedGeneration, 'must be a non-negative integer')]
      : []),
    ...(nominatedNodeName ? checked(dns1123Subdomain, 'status.nominatedNodeName', nominatedNodeName) : []),
    ...immutable('status.qosClass', status.qosClass, before.qosClass),
    ...staysEnded('containerStatuses', status.containerStatuses, before.containerStatuses, () => policy),
    ...staysEnded('initContainerStatuses', status.initContainerStatuses, before.initContainerStatuses, (name) =>
      sidecars.has(name) ? 'Always' : initPolicy,
    ),
    ...resourceClaimStatuses.flatMap(({ name }, index) => {
      const field = `status.resourceClaimStatuses[${index}].name`;
      return claims.has(name)
        ? []
        : [invalidValue(field, name, 'must match the name of an entry in `spec.resourceClaims`')];
    }),
    ...validateAddresses('podIPs', status.podIPs),
    ...validateHostAddresses(status),
  ];
}

function validateConditions(conditions: NonNullable<Pod['status']>['conditions'] = []): FieldError[] {
  return conditions.flatMap(({ type, observedGeneration = 0 }, index) => {
    const field = `status.conditions[${index}]`;
    return [
      ...(observedGeneration < 0
        ? [invalidValue(`${field}.observedGeneration`, observedGeneration, 'must be a non-negative integer')]
        : []),
      ...(ofTheSystem.has(type) ? [] : checked(qualifiedName, `${field}.Type`, type)),
    ];
  });
}

/** A container that will not be started again does not leave its end. Source: `ValidateContainerStateTransition`. */
function staysEnded(
  list: string,
  next: readonly ContainerStatus[] = [],
  current: readonly ContainerStatus[] = [],
  policyOf: (name: string) => string,
): FieldError[] {
  return current.flatMap(({ name, state }, index) => {
    const policy = policyOf(name);
    const ended = state?.terminated;
    if (!ended || policy === 'Always' || (ended.exitCode !== 0 && policy === 'OnFailure')) return [];
    const revived = next.some((status) => status.name === name && !status.state?.terminated);
    const field = `status.${list}[${index}].state`;
    return revived ? [forbiddenField(field, 'may not be transitioned to non-terminated state')] : [];
  });
}

function validateAddresses(list: string, addresses: readonly { ip?: string }[] = []): FieldError[] {
  const field = `status.${list}`;
  const errors = addresses.flatMap(({ ip }, index) => validateIp(`${field}[${index}]`, ip));
  if (addresses.length < 2) return errors;
  const families = addresses.map(({ ip = '' }) => ipFamily(ip));
  const broken = families.indexOf(0);
  if (broken >= 0) {
    const text = `Internal error: failed to check for dual stack with error:invalid IP[${broken}]: ${addresses[broken]?.ip}`;
    errors.push({ reason: 'InternalError', field, text });
  }
  if (broken >= 0 || families.length > 2 || families[0] === families[1]) {
    const printed = addresses.map(({ ip }) => ({ IP: ip }));
    errors.push(invalidValue(field, printed, 'may specify no more than one IP for each IP family'));
  }
  return errors;
}

function validateHostAddresses({ hostIP = '', hostIPs }: NonNullable<Pod['status']>): FieldError[] {
  const [first] = hostIPs ?? [];
  return [
    ...(first && first.ip !== hostIP
      ? [invalidValue('status.hostIPs[0].ip', first.ip, 'must be equal to `hostIP`')]
      : []),
    ...validateAddresses('hostIPs', hostIPs),
  ];
}
