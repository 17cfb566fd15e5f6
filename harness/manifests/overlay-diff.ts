import { stringify } from 'yaml';
import type { ManifestObject } from './manifest.ts';

/**
 * The lines that the overlay adds to an object, marked `+`, under the lines that say where they stand. Of the user's own
 * lines only keys and names are shown: a value next to an addition may be a secret.
 */
export function overlayDiff(before: ManifestObject, after: ManifestObject): string[] {
  const old = stringify(before, { aliasDuplicateObjects: false }).split('\n');
  const lines = stringify(after, { aliasDuplicateObjects: false }).split('\n');
  let next = 0;
  const marked = lines.map((line) => {
    if (next >= old.length || line !== old[next]) return `+ ${line}`;
    next += 1;
    return `  ${line}`;
  });
  return marked.filter((line, index) => line.startsWith('+') || (isPlace(line) && isNearAddition(marked, index)));
}

/** A key without a value, or a name. */
function isPlace(line: string): boolean {
  return /^ *(- )?[\w.-]+:$/.test(line) || /^ *(- )?name: /.test(line);
}

function isNearAddition(lines: readonly string[], index: number): boolean {
  return [index - 1, index + 1, index + 2].some((near) => lines[near]?.startsWith('+'));
}
