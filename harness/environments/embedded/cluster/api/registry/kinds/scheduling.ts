import type { V1PriorityClass } from '@kubernetes/client-node';
import { validatePriorityClass, validatePriorityClassUpdate } from '../../validation/scheduling.ts';
import type { Wire } from '../../wire.ts';
import type { Strategy } from '../strategy.ts';

/** Defaults as in kubernetes `pkg/apis/scheduling/v1/defaults.go`, 1.34. */
export const priorityClassStrategy: Strategy = {
  setDefaults(object) {
    const priorityClass = object as unknown as Wire<V1PriorityClass>;
    priorityClass.preemptionPolicy ??= 'PreemptLowerPriority';
    priorityClass.value ??= 0;
  },
  prepareForCreate({ metadata }) {
    // Set once and never counted up.
    metadata.generation = 1;
  },
  validateCreate: (object) => validatePriorityClass(object as unknown as Wire<V1PriorityClass>),
  validateUpdate: (next, current) =>
    validatePriorityClassUpdate(next as unknown as Wire<V1PriorityClass>, current as unknown as Wire<V1PriorityClass>),
};
