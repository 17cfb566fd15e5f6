import type { ObjectStore, S3Store, Snapshot } from './snapshot.ts';

/** The store that scan inputs go to: the one that the qscan plugin names, else the first (reference, qplane.md section 4). */
export function storeInForce(snapshot: Snapshot): ObjectStore | undefined {
  const plugin = snapshot.stacks.get(snapshot.tap.httpStack)?.plugins.find(({ kind }) => kind === 'qscan');
  const id = (plugin?.kind === 'qscan' && plugin.decoded.settings?.objectStoreId) || undefined;
  return id === undefined ? snapshot.objectStores[0] : snapshot.objectStores.find((store) => store.id === id);
}

/** The customer's own bucket: the store in force where that is one, else the first of type s3. */
export function ownStore(snapshot: Snapshot): S3Store | undefined {
  const used = storeInForce(snapshot);
  return used?.kind === 's3' ? used : snapshot.objectStores.find((store) => store.kind === 's3');
}
