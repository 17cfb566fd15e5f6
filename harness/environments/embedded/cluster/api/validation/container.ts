import type { V1Container } from '@kubernetes/client-node';
import { duplicate, type FieldError, invalidValue, notSupported, required } from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { validateContainerPorts } from './container-ports.ts';
import { validateEnv, validateEnvFrom } from './environment.ts';
import { dns1123Label, oneOf, requiredOr } from './names.ts';
import { validateResources } from './resources.ts';
import { validateSecurityContext } from './security-context.ts';
import { type VolumesByName, validateDevices, validateMounts } from './volume-mounts.ts';

type Container = Wire<V1Container>;

/** What a container's rules look at in its pod. */
export interface ContainerScope {
  readonly volumes: VolumesByName;
  /** In seconds. */
  readonly gracePeriod: number;
  readonly restartPolicy: string | undefined;
  readonly hostUsers: boolean;
  /** Names of the pod's resource claims. */
  readonly claims: ReadonlySet<string>;
}

/** What regular, init and ephemeral containers share. Source: kubernetes `validateContainerCommon`, 1.34. */
export function validateContainer(field: string, container: Container, scope: ContainerScope): FieldError[] {
  const policy = container.terminationMessagePolicy;
  return [
    ...requiredOr(`${field}.name`, container.name, dns1123Label),
    ...(container.image ? [] : [required(`${field}.image`, '')]),
    ...oneOf(`${field}.terminationMessagePolicy`, policy, ['File', 'FallbackToLogsOnError']),
    ...validateContainerPorts(`${field}.ports`, container.ports ?? []),
    ...validateEnv(`${field}.env`, container.env ?? []),
    ...validateEnvFrom(`${field}.envFrom`, container.envFrom ?? []),
    ...validateMounts(`${field}.volumeMounts`, container, scope.volumes),
    ...validateDevices(`${field}.volumeDevices`, container, scope.volumes),
    ...oneOf(`${field}.imagePullPolicy`, container.imagePullPolicy, ['Always', 'IfNotPresent', 'Never']),
    ...validateResources(`${field}.resources`, container.resources, scope.claims),
    ...validateResizePolicy(`${field}.resizePolicy`, container.resizePolicy ?? [], scope.restartPolicy),
    ...validateSecurityContext(`${field}.securityContext`, container.securityContext, scope.hostUsers),
  ];
}

/** Source: kubernetes `validateResizePolicy`, 1.34; only a repetition is told with its index. */
function validateResizePolicy(
  field: string,
  policies: NonNullable<Container['resizePolicy']>,
  podPolicy: string | undefined,
): FieldError[] {
  const seen = new Set<string>();
  return policies.flatMap(({ resourceName = '', restartPolicy = '' }, index) => {
    const errors = seen.has(resourceName) ? [duplicate(`${field}[${index}]`, resourceName)] : [];
    seen.add(resourceName);
    errors.push(...oneOf(field, resourceName, ['cpu', 'memory']));
    errors.push(...oneOf(field, restartPolicy, ['NotRequired', 'RestartContainer']));
    if (podPolicy === 'Never' && restartPolicy !== 'NotRequired')
      errors.push(invalidValue(field, restartPolicy, "must be 'NotRequired' when `restartPolicy` is 'Never'"));
    return errors;
  });
}

/** Source: kubernetes `validateInitContainerRestartPolicy`, without the feature of restart rules. */
export function validateInitRestartPolicy(field: string, policy: string | undefined): FieldError[] {
  if (policy === undefined || policy === 'Always') return [];
  return [notSupported(`${field}.restartPolicy`, policy, ['Always'])];
}
