import type { V1Lease } from '@kubernetes/client-node';
import { validateLease } from '../../validation/coordination.ts';
import type { Wire } from '../../wire.ts';
import type { Strategy } from '../strategy.ts';

export const leaseStrategy: Strategy = {
  setDefaults(object) {
    object.spec ??= {};
    // Feature CoordinatedLeaderElection is off.
    const { spec } = object as unknown as Wire<V1Lease>;
    delete spec?.strategy;
    delete spec?.preferredHolder;
  },
  validate: (object) => validateLease(object as unknown as Wire<V1Lease>),
};
