import type { Change } from './change.ts';
import { inPlugin } from './in-plugin.ts';
import { ownBucket } from './own-bucket.ts';

/** The qscan plugin names the customer's own object store, so that another one may be the default. */
export const scanInputsToOwnStore: Change = (files) => {
  inPlugin('qscan', 'config.object_store_id', ownBucket(files.snapshot).get('id'))(files);
};
