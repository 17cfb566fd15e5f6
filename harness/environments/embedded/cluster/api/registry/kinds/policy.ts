import type { V1PodDisruptionBudget } from '@kubernetes/client-node';
import { validatePodDisruptionBudget } from '../../validation/policy.ts';
import type { Wire } from '../../wire.ts';
import type { Strategy } from '../strategy.ts';

export const podDisruptionBudgetStrategy: Strategy = {
  checksMetadataLast: true,
  setDefaults(object) {
    object.spec ??= {};
  },
  prepareForCreate(object) {
    object.status = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 };
  },
  validate: (object) => validatePodDisruptionBudget(object as unknown as Wire<V1PodDisruptionBudget>),
};
