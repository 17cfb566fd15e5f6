import type { V1PodSpec } from '@kubernetes/client-node';
import { duplicate, type FieldError, invalidValue, required } from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { validateAffinity } from './affinity.ts';
import type { ContainerScope } from './container.ts';
import { validateLabels } from './metadata.ts';
import { checked, dns1123Label, dns1123Subdomain, oneOf } from './names.ts';
import { validateHostProcess, validateOperatingSystem } from './operating-system.ts';
import { validateContainers, validateEphemeralContainers, validateInitContainers } from './pod-containers.ts';
import { validateDnsConfig, validateHostAliases, validateHostNetwork, validateHostUsers } from './pod-network.ts';
import { validatePodResources } from './pod-resources.ts';
import { validatePodSecurityContext } from './pod-security-context.ts';
import { validateResources } from './resources.ts';
import { validateGates, validateTolerations, validateTopologySpread } from './scheduling-rules.ts';
import { validateVolumes } from './volumes.ts';

type PodSpec = Wire<V1PodSpec>;

/** Source: kubernetes `ValidatePodSpec`, 1.34. `podName` is undefined for the specification of a template. */
export function validatePodSpec(field: string, spec: PodSpec, podName?: string): FieldError[] {
  const { activeDeadlineSeconds: deadline } = spec;
  const volumes = validateVolumes(`${field}.volumes`, spec.volumes ?? [], podName);
  const scope: ContainerScope = {
    volumes: volumes.byName,
    gracePeriod: spec.terminationGracePeriodSeconds ?? 30,
    restartPolicy: spec.restartPolicy,
    hostUsers: spec.hostUsers !== false,
    claims: new Set((spec.resourceClaims ?? []).flatMap(({ name }) => name || [])),
  };
  const named = (name: 'serviceAccountName' | 'nodeName' | 'priorityClassName') =>
    spec[name] ? checked(dns1123Subdomain, `${field}.${name}`, spec[name]) : [];
  return [
    ...volumes.errors,
    ...validateResourceClaims(`${field}.resourceClaims`, spec.resourceClaims),
    ...validateContainers(`${field}.containers`, spec.containers ?? [], scope),
    ...validateInitContainers(`${field}.initContainers`, spec, scope),
    ...validateEphemeralContainers(`${field}.ephemeralContainers`, spec, scope),
    ...validatePodResources(field, spec, scope.claims),
    ...validateHostNetwork(field, spec, podName !== undefined),
    ...oneOf(`${field}.restartPolicy`, spec.restartPolicy, ['Always', 'OnFailure', 'Never']),
    ...oneOf(`${field}.dnsPolicy`, spec.dnsPolicy, ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']),
    ...validateLabels(`${field}.nodeSelector`, spec.nodeSelector),
    ...validatePodSecurityContext(`${field}.securityContext`, spec),
    ...validateAffinity(`${field}.affinity`, spec.affinity),
    ...validateDnsConfig(`${field}.dnsConfig`, spec),
    ...validateGates(field, spec),
    ...validateTopologySpread(`${field}.topologySpreadConstraints`, spec.topologySpreadConstraints),
    ...validateHostProcess(field, spec),
    ...validateHostUsers(field, spec),
    ...named('serviceAccountName'),
    ...named('nodeName'),
    ...(deadline !== undefined && (deadline < 1 || deadline > 2_147_483_647)
      ? [invalidValue(`${field}.activeDeadlineSeconds`, deadline, 'must be between 1 and 2147483647, inclusive')]
      : []),
    ...(spec.hostname ? checked(dns1123Label, `${field}.hostname`, spec.hostname) : []),
    ...(spec.subdomain ? checked(dns1123Label, `${field}.subdomain`, spec.subdomain) : []),
    ...validateTolerations(`${field}.tolerations`, spec.tolerations),
    ...validateHostAliases(`${field}.hostAliases`, spec.hostAliases),
    ...named('priorityClassName'),
    ...(spec.runtimeClassName === undefined
      ? []
      : checked(dns1123Subdomain, `${field}.runtimeClassName`, spec.runtimeClassName)),
    ...(spec.preemptionPolicy === undefined
      ? []
      : oneOf(`${field}.preemptionPolicy`, spec.preemptionPolicy, ['PreemptLowerPriority', 'Never'])),
    ...validateResources(`${field}.overhead`, spec.overhead && { limits: spec.overhead }, new Set()),
    ...validateOperatingSystem(field, spec),
  ];
}

/** Source: kubernetes `validatePodResourceClaims`, 1.34. */
function validateResourceClaims(field: string, claims: PodSpec['resourceClaims'] = []): FieldError[] {
  const names = new Set<string>();
  return claims.flatMap((claim, index) => {
    const path = `${field}[${index}]`;
    const { name = '', resourceClaimName: own, resourceClaimTemplateName: template } = claim;
    const errors: FieldError[] = [];
    if (!name) errors.push(required(`${path}.name`, ''));
    else if (names.has(name)) errors.push(duplicate(`${path}.name`, name));
    else errors.push(...checked(dns1123Label, `${path}.name`, name));
    names.add(name);
    const printed = { Name: name, ResourceClaimName: own ?? null, ResourceClaimTemplateName: template ?? null };
    const one = 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified';
    if (own !== undefined && template !== undefined) errors.push(invalidValue(path, printed, one));
    const none = 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`';
    if (own === undefined && template === undefined) errors.push(invalidValue(path, printed, none));
    if (own !== undefined) errors.push(...checked(dns1123Subdomain, `${path}.resourceClaimName`, own));
    if (template !== undefined)
      errors.push(...checked(dns1123Subdomain, `${path}.resourceClaimTemplateName`, template));
    return errors;
  });
}
