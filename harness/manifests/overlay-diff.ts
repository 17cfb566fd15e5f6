import { stringify } from 'yaml';
import type { ManifestObject } from './manifest.ts';

/**
 * The lines that the overlay adds to an object, in the manner of a unified diff (`+` added, two spaces for context):
 * since it only ever adds, every line of the original is a context line.
 */
export function overlayDiff(before: ManifestObject, after: ManifestObject): string[] {
  const old = stringify(before, { aliasDuplicateObjects: false }).split('\n');
  const lines = stringify(after, { aliasDuplicateObjects: false }).split('\n');
  let next = 0;
  const marked = lines.map((line) => {
    if (next < old.length && line === old[next]) {
      next += 1;
      return `  ${line}`;
    }
    return `+ ${line}`;
  });
  return marked.filter((line, index) => isNearAddition(marked, index) || line.startsWith('+'));
}

function isNearAddition(lines: readonly string[], index: number): boolean {
  return [index - 1, index + 1].some((near) => lines[near]?.startsWith('+'));
}
