import { formatPosition } from '../errors/source-position.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** What Qtap accepts of a snapshot without a word although it hardly means what was intended, a sentence each with its place. */
export function snapshotRemarks({ remarks }: Pick<Snapshot, 'remarks'>): string[] {
  return remarks.map(({ message, at }) => `${message} (${formatPosition(at)})`);
}
