import { type Document, isMap, isSeq, type YAMLMap } from 'yaml';
import { NothingToEdit } from '../nothing-to-edit.ts';

/** The customer's own object store in a snapshot: the first of type s3. Throws `NothingToEdit` where there is none. */
export function ownBucket(snapshot: Document): YAMLMap {
  const stores = snapshot.getIn(['config', 'services', 'object_stores']);
  const own = isSeq(stores) ? stores.items.filter(isMap).find((store) => store.get('type') === 's3') : undefined;
  if (own === undefined) throw new NothingToEdit('no object store of the snapshot is of type s3');
  return own;
}
