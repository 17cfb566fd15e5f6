import { lstatSync, readlinkSync } from 'node:fs';
import { join, posix } from 'node:path';

/** As `ELOOP` has it on Linux. */
const mostLinks = 40;

/**
 * Where `path` lies below `root` when links are followed as if `root` were the root of everything, so that nothing leads
 * out of it; undefined for links that go round. What does not exist is taken as it is written.
 */
export function resolveWithin(root: string, path: string): string | undefined {
  let place = '/';
  let links = 0;
  const left = segments(path);
  for (let name = left.shift(); name !== undefined; name = left.shift()) {
    const next = posix.join(place, name);
    const target = linkTarget(join(root, next));
    if (target === undefined) {
      place = next;
      continue;
    }
    if (++links > mostLinks) return undefined;
    left.unshift(...segments(target));
    if (target.startsWith('/')) place = '/';
  }
  return join(root, place);
}

function segments(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}

function linkTarget(path: string): string | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ? readlinkSync(path) : undefined;
}
