import type { Change } from './change.ts';

/** Several changes, one after the other. */
export function allOf(...changes: readonly Change[]): Change {
  return (files) => {
    for (const change of changes) change(files);
  };
}
