import type { V1PodSpec } from '@kubernetes/client-node';
import { type FieldError, forbiddenField, invalidValue } from '../objects/field-error.ts';
import { parseQuantity } from '../objects/quantity.ts';
import type { Wire } from '../wire.ts';
import { aggregateResources } from './aggregate-resources.ts';
import { isHugePages, validatePodLevelResources } from './resources.ts';

/** Requests and limits of the pod itself. Source: kubernetes `validatePodResources`, 1.34. */
export function validatePodResources(
  podField: string,
  spec: Wire<V1PodSpec>,
  claims: ReadonlySet<string>,
): FieldError[] {
  const { resources } = spec;
  if (!resources) return [];
  const field = `${podField}.resources`;
  if (spec.os?.name === 'windows') return [forbiddenField(field, 'may not be set for a windows pod')];
  const errors: FieldError[] = [];
  if (resources.claims)
    errors.push(forbiddenField(`${field}.claims`, 'claims may not be set for Resources at pod-level'));
  errors.push(...validatePodLevelResources(field, resources, claims));
  for (const kind of ['requests', 'limits'] as const) {
    for (const [name, sum] of aggregateResources(spec, kind)) {
      const own = parseQuantity(resources[kind]?.[name] ?? '');
      if (!own || sum.nanos <= own.nanos || (kind === 'limits' && !isHugePages(name))) continue;
      const detail = `must be greater than or equal to aggregate container ${kind} of ${sum.canonical}`;
      errors.push(invalidValue(`${field}.${kind}[${name}]`, own.canonical, detail));
    }
  }
  for (const [index, container] of (spec.containers ?? []).entries()) {
    for (const [name, text] of Object.entries(container.resources?.limits ?? {})) {
      const [limit, own] = [parseQuantity(text), parseQuantity(resources.limits?.[name] ?? '')];
      if (!limit || !own || limit.nanos <= own.nanos) continue;
      const detail = `must be less than or equal to pod limits of ${own.canonical}`;
      errors.push(invalidValue(`${field}.containers[${index}][${name}].limits`, limit.canonical, detail));
    }
  }
  return errors;
}
