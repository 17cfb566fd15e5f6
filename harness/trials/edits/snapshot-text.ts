import type { Change } from './change.ts';

/** Any text in the place of the snapshot. */
export function snapshotText(text: string): Change {
  return (files) => {
    files.snapshotText = text;
  };
}
