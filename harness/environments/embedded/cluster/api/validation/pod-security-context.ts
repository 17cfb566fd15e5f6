import type { V1PodSpec } from '@kubernetes/client-node';
import { duplicate, type FieldError, invalidValue, required } from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { oneOfIfSet, validateId } from './names.ts';
import { validateAppArmorProfile, validateSeccompProfile } from './security-context.ts';
import { validateWindowsOptions } from './windows-options.ts';

type PodSpec = Wire<V1PodSpec>;

/** Source: kubernetes `validatePodSpecSecurityContext`, 1.34. */
export function validatePodSecurityContext(field: string, spec: PodSpec): FieldError[] {
  const context = spec.securityContext ?? {};
  const errors = (['fsGroup', 'runAsUser', 'runAsGroup'] as const).flatMap((name) =>
    validateId(`${field}.${name}`, context[name]),
  );
  for (const [index, id] of (context.supplementalGroups ?? []).entries())
    errors.push(...validateId(`${field}.supplementalGroups[${index}]`, id));
  if (spec.shareProcessNamespace && spec.hostPID) {
    const detail = 'ShareProcessNamespace and HostPID cannot both be enabled';
    errors.push(invalidValue(`${field}.shareProcessNamespace`, true, detail));
  }
  return [
    ...errors,
    ...validateSysctls(`${field}.sysctls`, spec),
    ...oneOfIfSet(`${field}.fsGroupChangePolicy`, context.fsGroupChangePolicy, ['Always', 'OnRootMismatch']),
    ...validateSeccompProfile(`${field}.seccompProfile`, context.seccompProfile),
    ...validateWindowsOptions(`${field}.windowsOptions`, context.windowsOptions),
    ...validateAppArmorProfile(`${field}.appArmorProfile`, context.appArmorProfile),
    ...oneOfIfSet(`${field}.supplementalGroupsPolicy`, context.supplementalGroupsPolicy, ['Merge', 'Strict']),
    ...oneOfIfSet(`${field}.seLinuxChangePolicy`, context.seLinuxChangePolicy, ['Recursive']),
  ];
}

const sysctlName = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/;
const sysctlRule =
  'must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$';

function validateSysctls(field: string, spec: PodSpec): FieldError[] {
  const names = new Set<string>();
  return (spec.securityContext?.sysctls ?? []).flatMap(({ name = '' }, index) => {
    const path = `${field}[${index}].name`;
    const errors: FieldError[] = [];
    if (!name) errors.push(required(path, ''));
    else if (name.length > 253 || !sysctlName.test(name)) errors.push(invalidValue(path, name, sysctlRule));
    else if (names.has(name)) errors.push(duplicate(path, name));
    names.add(name);
    const dotted = name.replaceAll('/', '.');
    if (spec.hostNetwork && dotted.startsWith('net.'))
      errors.push(invalidValue(path, name, "may not be specified when 'hostNetwork' is true"));
    if (spec.hostIPC && /^(kernel\.(shm|msg|sem)|fs\.mqueue\.)/.test(dotted))
      errors.push(invalidValue(path, name, "may not be specified when 'hostIPC' is true"));
    return errors;
  });
}
