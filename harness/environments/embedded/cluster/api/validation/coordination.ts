import type { V1Lease } from '@kubernetes/client-node';
import { type FieldError, invalidValue } from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { nonNegative } from './names.ts';

/** Rules of kubernetes `pkg/apis/coordination/validation`, 1.34, without those of coordinated leader election. */
export function validateLease({ spec }: Wire<V1Lease>): FieldError[] {
  const { leaseDurationSeconds: duration, leaseTransitions } = spec ?? {};
  return [
    ...(duration !== undefined && duration <= 0
      ? [invalidValue('spec.leaseDurationSeconds', duration, 'must be greater than 0')]
      : []),
    ...nonNegative('spec.leaseTransitions', leaseTransitions),
  ];
}
