import { isSeq } from 'yaml';
import { NothingToEdit } from '../nothing-to-edit.ts';
import type { Change } from './change.ts';

/** Lists one more object store before the others, where it is the default one. */
export function storeFirst(store: Readonly<Record<string, unknown>>): Change {
  return ({ snapshot }) => {
    const stores = snapshot.getIn(['config', 'services', 'object_stores']);
    if (!isSeq(stores)) throw new NothingToEdit('the snapshot lists no object stores');
    stores.items.unshift(snapshot.createNode(store));
  };
}
