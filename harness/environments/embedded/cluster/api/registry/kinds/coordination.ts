import type { V1Lease } from '@kubernetes/client-node';
import { validateLease } from '../../validation/coordination.ts';
import type { Wire } from '../../wire.ts';
import type { Strategy } from '../strategy.ts';

export const leaseStrategy: Strategy = {
  setDefaults(object) {
    object.spec ??= {};
  },
  validate: (object) => validateLease(object as unknown as Wire<V1Lease>),
};
