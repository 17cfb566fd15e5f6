import type { V1PriorityClass } from '@kubernetes/client-node';
import { type FieldError, forbiddenField, notSupported } from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { immutable } from './metadata.ts';

/** Source: kubernetes `pkg/apis/scheduling`. */
const highestUserDefined = 1_000_000_000;

/** Rules of kubernetes `pkg/apis/scheduling/validation`, 1.34. */
export function validatePriorityClass({ metadata, value, preemptionPolicy }: Wire<V1PriorityClass>): FieldError[] {
  const errors: FieldError[] = [];
  if (metadata?.name?.startsWith('system-')) {
    const known = metadata.name === 'system-node-critical' || metadata.name === 'system-cluster-critical';
    const reserved = "priority class names with 'system-' prefix are reserved for system use only";
    if (!known) {
      errors.push(
        forbiddenField('metadata.name', `${reserved}. error: ${metadata.name} is not a known system priority class`),
      );
    }
  } else if ((value ?? 0) > highestUserDefined) {
    errors.push(forbiddenField('value', `maximum allowed value of a user defined priority is ${highestUserDefined}`));
  }
  if (preemptionPolicy !== undefined && preemptionPolicy !== 'PreemptLowerPriority' && preemptionPolicy !== 'Never') {
    errors.push(notSupported('preemptionPolicy', preemptionPolicy, ['PreemptLowerPriority', 'Never']));
  }
  return errors;
}

export function validatePriorityClassUpdate(next: Wire<V1PriorityClass>, current: Wire<V1PriorityClass>): FieldError[] {
  const detail = 'may not be changed in an update.';
  return [
    ...(next.value === current.value ? [] : [forbiddenField('value', detail)]),
    ...immutable('preemptionPolicy', next.preemptionPolicy, current.preemptionPolicy),
  ];
}
