import type { SourcePosition } from '../errors/source-position.ts';
import type { ObjectStore, Snapshot } from '../snapshot/snapshot.ts';

/** Where a field of an object store stands, or the store where it lacks the field. */
export function storePosition(snapshot: Snapshot, store: ObjectStore, field: string): SourcePosition {
  return snapshot.locate(['services', 'object_stores', snapshot.objectStores.indexOf(store), field]);
}
