import type { V1Pod, V1PodSpec } from '@kubernetes/client-node';
import { type FieldError, forbiddenField, invalidValue, required } from '../objects/field-error.ts';
import { cloneJson, jsonEqual } from '../objects/json.ts';
import type { Wire } from '../wire.ts';
import { validatePodAnnotations } from './pod-annotations.ts';
import { validateImageSpace } from './pod-containers.ts';
import { validatePodSpec } from './pod-spec.ts';

type Pod = Wire<V1Pod>;
type PodSpec = Wire<V1PodSpec>;

/** Source: kubernetes `validatePodMetadataAndSpec`, 1.34. */
export function validatePod({ metadata, spec = {} as PodSpec }: Pod): FieldError[] {
  return [
    ...validatePodAnnotations('metadata.annotations', metadata?.annotations ?? {}, spec),
    ...validatePodSpec('spec', spec, metadata?.name ?? ''),
    ...(['containers', 'initContainers'] as const).flatMap((kind) =>
      (spec[kind] ?? []).flatMap((container, index) => validateImageSpace(`spec.${kind}[${index}]`, container)),
    ),
  ];
}

/** What holds for a new pod beyond that. Source: kubernetes `ValidatePodCreate`, 1.34. */
export function validatePodCreate({ spec }: Pod): FieldError[] {
  const gated = spec?.nodeName && spec.schedulingGates?.length;
  return [
    ...(spec?.ephemeralContainers?.length
      ? [forbiddenField('spec.ephemeralContainers', 'cannot be set on create')]
      : []),
    ...(gated ? [forbiddenField('spec.nodeName', 'cannot be set until all schedulingGates have been cleared')] : []),
  ];
}

const updatable =
  '`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

/** Source: kubernetes `ValidatePodUpdate`, 1.34. */
export function validatePodUpdate(nextPod: Pod, currentPod: Pod): FieldError[] {
  const [next, current] = [nextPod.spec ?? ({} as PodSpec), currentPod.spec ?? ({} as PodSpec)];
  const errors: FieldError[] = [];
  for (const kind of ['containers', 'initContainers'] as const) {
    const containers = next[kind] ?? [];
    if (containers.length !== (current[kind]?.length ?? 0))
      return [...errors, forbiddenField(`spec.${kind}`, 'pod updates may not add or remove containers')];
    for (const [index, container] of containers.entries()) {
      const path = `spec.${kind}[${index}]`;
      if (!container.image) errors.push(required(`${path}.image`, ''));
      errors.push(...validateImageSpace(path, container));
    }
  }
  const [deadline, before] = [next.activeDeadlineSeconds, current.activeDeadlineSeconds];
  const invalid = (detail: string) => invalidValue('spec.activeDeadlineSeconds', deadline, detail);
  if (deadline !== undefined && (deadline < 0 || deadline > 2_147_483_647))
    return [...errors, invalid('must be between 0 and 2147483647, inclusive')];
  if (deadline !== undefined && before !== undefined && before < deadline)
    return [...errors, invalid('must be less than or equal to previous value')];
  if (deadline === undefined && before !== undefined)
    errors.push(invalid('must not update from a positive integer to nil value'));
  errors.push(...onlyAddedTolerations(next, current), ...onlyRemovedGates(next, current));
  if (!jsonEqual(munged(next, current), current))
    errors.push(forbiddenField('spec', `pod updates may not change fields other than ${updatable}\n`));
  return errors;
}

function onlyAddedTolerations(next: PodSpec, current: PodSpec): FieldError[] {
  const kept = (current.tolerations ?? []).every(({ tolerationSeconds: _seconds, ...old }) =>
    next.tolerations?.some(({ tolerationSeconds: _other, ...item }) => jsonEqual(item, old)),
  );
  if (kept) return [];
  return [forbiddenField('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds')];
}

function onlyRemovedGates(next: PodSpec, current: PodSpec): FieldError[] {
  const had = new Set(current.schedulingGates?.map(({ name }) => name));
  return (next.schedulingGates ?? []).flatMap(({ name }, index) => {
    if (had.has(name)) return [];
    const detail = `only deletion is allowed, but found new scheduling gate '${name ?? ''}'`;
    return [forbiddenField(`spec.schedulingGates[${index}].name`, detail)];
  });
}

/** The next specification with what may change as it was. */
function munged(next: PodSpec, current: PodSpec): PodSpec {
  const copy = cloneJson(next);
  for (const kind of ['containers', 'initContainers'] as const) {
    for (const [index, container] of (copy[kind] ?? []).entries()) {
      const image = current[kind]?.[index]?.image;
      if (image === undefined) delete container.image;
      else container.image = image;
    }
  }
  const kept = ['tolerations', 'activeDeadlineSeconds', 'schedulingGates'] as const;
  const back = <K extends keyof PodSpec>(name: K) => {
    if (current[name] === undefined) delete copy[name];
    else copy[name] = current[name];
  };
  for (const name of kept) back(name);
  if ((current.terminationGracePeriodSeconds ?? 0) < 0 && copy.terminationGracePeriodSeconds === 1)
    back('terminationGracePeriodSeconds');
  return copy;
}
