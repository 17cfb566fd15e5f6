import type { V1PodDisruptionBudget } from '@kubernetes/client-node';
import { type FieldError, invalidValue, notSupported } from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { atMostAll, intOrPercent } from './int-or-percent.ts';
import { validateLabelSelector } from './metadata.ts';

const evictionPolicies = ['AlwaysAllow', 'IfHealthyBudget'];

/** Rules of kubernetes `pkg/apis/policy/validation`, 1.34. */
export function validatePodDisruptionBudget({ spec = {} }: Wire<V1PodDisruptionBudget>): FieldError[] {
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy: policy } = spec;
  const errors: FieldError[] = [];
  if (minAvailable !== undefined && maxUnavailable !== undefined) {
    // The server prints its internal structure.
    const printed = {
      MinAvailable: minAvailable,
      Selector: selector ?? null,
      MaxUnavailable: maxUnavailable,
      UnhealthyPodEvictionPolicy: policy ?? null,
    };
    errors.push(invalidValue('spec', printed, 'minAvailable and maxUnavailable cannot be both set'));
  }
  for (const [name, value] of Object.entries({ minAvailable, maxUnavailable })) {
    errors.push(...intOrPercent(`spec.${name}`, value), ...atMostAll(`spec.${name}`, value));
  }
  errors.push(...validateLabelSelector('spec.selector', selector));
  if (policy !== undefined && !evictionPolicies.includes(policy)) {
    errors.push(notSupported('spec.unhealthyPodEvictionPolicy', policy, evictionPolicies));
  }
  return errors;
}
