import type { V1StorageClass } from '@kubernetes/client-node';
import { validateStorageClass, validateStorageClassUpdate } from '../../validation/storage.ts';
import type { Wire } from '../../wire.ts';
import type { Strategy } from '../strategy.ts';

/** Defaults as in kubernetes `pkg/apis/storage/v1/defaults.go`, 1.34. */
export const storageClassStrategy: Strategy = {
  setDefaults(object) {
    const storageClass = object as unknown as Wire<V1StorageClass>;
    storageClass.reclaimPolicy ??= 'Delete';
    storageClass.volumeBindingMode ??= 'Immediate';
  },
  validate: (object) => validateStorageClass(object as unknown as Wire<V1StorageClass>),
  validateUpdate: (next, current) =>
    validateStorageClassUpdate(next as unknown as Wire<V1StorageClass>, current as unknown as Wire<V1StorageClass>),
};
