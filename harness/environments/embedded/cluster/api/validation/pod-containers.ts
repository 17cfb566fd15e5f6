import type { V1Container, V1EphemeralContainer, V1PodSpec } from '@kubernetes/client-node';
import {
  duplicate,
  type FieldError,
  fieldNotFound,
  forbiddenField,
  invalidValue,
  required,
} from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { type ContainerScope, validateContainer, validateInitRestartPolicy } from './container.ts';
import { hostPortConflicts } from './container-ports.ts';
import { validateProbes } from './probes.ts';

type PodSpec = Wire<V1PodSpec>;
type Container = Wire<V1Container>;

/** Source: kubernetes `validateContainers`, 1.34. */
export function validateContainers(
  field: string,
  containers: readonly Container[],
  scope: ContainerScope,
): FieldError[] {
  if (!containers.length) return [required(field, '')];
  const names = new Set<string>();
  const errors = containers.flatMap((container, index) => {
    const path = `${field}[${index}]`;
    const { name = '' } = container;
    const repeated = names.has(name) ? [duplicate(`${path}.name`, name)] : [];
    names.add(name);
    return [
      ...validateContainer(path, container, scope),
      ...repeated,
      ...validateProbes(path, container, scope.gracePeriod),
      ...(container.restartPolicy === undefined
        ? []
        : [forbiddenField(`${path}.restartPolicy`, 'may not be set for non-init containers')]),
    ];
  });
  return [...errors, ...hostPortConflicts(field, containers)];
}

/** Source: kubernetes `validateInitContainers`, 1.34. */
export function validateInitContainers(field: string, spec: PodSpec, scope: ContainerScope): FieldError[] {
  const names = new Set((spec.containers ?? []).map(({ name = '' }) => name));
  return (spec.initContainers ?? []).flatMap((container, index) => {
    const path = `${field}[${index}]`;
    const { name = '' } = container;
    const repeated = names.has(name) ? [duplicate(`${path}.name`, name)] : [];
    if (name) names.add(name);
    const forbidden =
      container.restartPolicy === 'Always'
        ? validateProbes(path, container, scope.gracePeriod)
        : (['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const)
            .filter((part) => container[part])
            .map((part) =>
              forbiddenField(`${path}.${part}`, 'may not be set for init containers without restartPolicy=Always'),
            );
    return [
      ...validateContainer(path, container, scope),
      ...validateInitRestartPolicy(path, container.restartPolicy),
      ...repeated,
      ...hostPortConflicts(field, [container]),
      ...forbidden,
    ];
  });
}

const notEphemeral = [
  ...(['ports', 'resources', 'resizePolicy', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const),
  ...(['lifecycle', 'restartPolicy'] as const),
];

/** Source: kubernetes `validateEphemeralContainers`, 1.34. */
export function validateEphemeralContainers(field: string, spec: PodSpec, scope: ContainerScope): FieldError[] {
  const others = new Set([...(spec.containers ?? []), ...(spec.initContainers ?? [])].map(({ name = '' }) => name));
  const names = new Set(others);
  return (spec.ephemeralContainers ?? []).flatMap((container, index) => {
    const path = `${field}[${index}]`;
    const { name = '', targetContainerName: target } = container;
    const errors = validateContainer(path, container as Container, scope);
    errors.push(...validateImageSpace(path, container));
    if (names.has(name)) errors.push(duplicate(`${path}.name`, name));
    names.add(name);
    if (target && !others.has(target)) errors.push(fieldNotFound(`${path}.targetContainerName`, target));
    const cannot = 'cannot be set for an Ephemeral Container';
    for (const part of notEphemeral)
      if (isSet(part, container[part])) errors.push(forbiddenField(`${path}.${part}`, cannot));
    for (const [at, mount] of (container.volumeMounts ?? []).entries()) {
      for (const part of ['subPath', 'subPathExpr'] as const)
        if (mount[part]) errors.push(forbiddenField(`${path}.volumeMounts[${at}].${part}`, cannot));
    }
    return errors;
  });
}

/** Lists and resources, which are no pointers, count when they hold something. */
function isSet(name: string, value: unknown): boolean {
  if (name !== 'ports' && name !== 'resizePolicy' && name !== 'resources') return value !== undefined;
  return value !== undefined && Object.keys(value as object).length > 0;
}

/** Of pods, not of templates. Source: kubernetes `validateContainerOnlyForPod`. */
export function validateImageSpace(
  field: string,
  { image = '' }: Container | Wire<V1EphemeralContainer>,
): FieldError[] {
  if (image.trim() === image) return [];
  return [invalidValue(`${field}.image`, image, 'must not have leading or trailing whitespace')];
}
