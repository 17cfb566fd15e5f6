import type { Change } from './change.ts';
import { ownBucket } from './own-bucket.ts';
import { setIn } from './set-in.ts';

/** Sets a field of the customer's own object store, the first of type s3, as `region`; undefined takes it away. */
export function inStore(field: string, value: unknown): Change {
  return ({ snapshot }) => {
    setIn(ownBucket(snapshot), [field], value === undefined ? undefined : snapshot.createNode(value));
  };
}
