import { randomUUID } from 'node:crypto';
import type { V1LimitRange, V1ResourceQuota } from '@kubernetes/client-node';
import { type LimitRangeItem, validateLimitRange } from '../../validation/limit-range.ts';
import { validateResourceQuota, validateResourceQuotaUpdate } from '../../validation/quota.ts';
import type { Wire } from '../../wire.ts';
import type { Strategy } from '../strategy.ts';

export const resourceQuotaStrategy: Strategy = {
  setDefaults(object) {
    object.spec ??= {};
  },
  validate: (object) => validateResourceQuota(object as unknown as Wire<V1ResourceQuota>),
  validateUpdate: (next, current) =>
    validateResourceQuotaUpdate(next as unknown as Wire<V1ResourceQuota>, current as unknown as Wire<V1ResourceQuota>),
};

/** Defaults as in kubernetes `pkg/apis/core/v1/defaults.go`, 1.34. */
export const limitRangeStrategy: Strategy = {
  setDefaults(object) {
    object.spec ??= { limits: null };
    const { limits } = object.spec as { limits?: LimitRangeItem[] };
    if (!limits?.length) object.spec = { limits: null };
    for (const item of limits ?? []) {
      if (item.type !== 'Container') continue;
      const { default: given, defaultRequest: requested, max, min } = item;
      const amounts = { ...max, ...given };
      const requests = { ...min, ...amounts, ...requested };
      if (Object.keys(amounts).length) item.default = amounts;
      if (Object.keys(requests).length) item.defaultRequest = requests;
    }
  },
  prepareForCreate({ metadata }) {
    metadata.name ||= randomUUID();
  },
  validate: (object) => validateLimitRange(object as unknown as Wire<V1LimitRange>),
};
