import type { V1PodSpec } from '@kubernetes/client-node';
import { type FieldError, invalidValue } from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { allContainers } from './operating-system.ts';
import { validateRelativePath } from './paths.ts';

const deletionCost = 'controller.kubernetes.io/pod-deletion-cost';
const mirror = 'kubernetes.io/config.mirror';
const seccomp = 'seccomp.security.alpha.kubernetes.io/pod';
const seccompOfContainer = 'container.seccomp.security.alpha.kubernetes.io/';
const appArmor = 'container.apparmor.security.beta.kubernetes.io/';

/** Annotations that mean something to a server. Source: kubernetes `ValidatePodSpecificAnnotations`, 1.34. */
export function validatePodAnnotations(
  field: string,
  annotations: Readonly<Record<string, string>>,
  spec: Wire<V1PodSpec>,
): FieldError[] {
  const errors: FieldError[] = [];
  const invalid = (key: string, value: string, detail: string) =>
    errors.push(invalidValue(`${field}[${key}]`, value, detail));
  const names = new Set(allContainers('spec', spec).map(([, { name }]) => name));
  for (const [key, value] of Object.entries(annotations)) {
    if (key === mirror && !spec.nodeName) invalid(key, value, 'must set spec.nodeName if mirror pod annotation is set');
    if (key === deletionCost && !isInt32(value)) invalid(key, value, 'must be a 32bit integer');
    if (key === seccomp || key.startsWith(seccompOfContainer))
      errors.push(...validateSeccompName(`${field}.${key}`, value));
    if (key.startsWith(appArmor)) {
      const container = key.slice(appArmor.length);
      if (!names.has(container)) invalid(key, container, 'container not found');
      if (!/^(|runtime\/default|unconfined|localhost\/.*)$/s.test(value))
        invalid(key, value, `invalid AppArmor profile name: ${JSON.stringify(value)}`);
    }
  }
  return errors;
}

/** Source: kubernetes `GetDeletionCostFromPodAnnotations`: no sign but a minus, no leading zero. */
function isInt32(text: string): boolean {
  return /^(0|-?[1-9]\d*)$/.test(text) && Math.abs(Number(text) + 0.5) <= 2_147_483_647.5;
}

function validateSeccompName(field: string, profile: string): FieldError[] {
  if (['runtime/default', 'docker/default', 'unconfined'].includes(profile)) return [];
  if (profile.startsWith('localhost/')) return validateRelativePath(field, profile.slice('localhost/'.length));
  return [invalidValue(field, profile, 'must be a valid seccomp profile')];
}
