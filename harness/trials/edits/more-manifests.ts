import type { Change } from './change.ts';

/** One more manifest beside the user's. */
export function moreManifests(text: string): Change {
  return (files) => files.add('added.yaml', text);
}
