import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of something in this project, from its root. */
export function projectPath(path: string): string {
  return join(fileURLToPath(new URL('..', import.meta.url)), path);
}

/** Whether this runs from the package that others install, which holds JavaScript, and not from a clone. */
export const isPackaged = import.meta.url.endsWith('.js');

/** Absolute path of the folder that the installed packages are in: this one's own too, where it is one of them. */
export function nodeModules(): string {
  const own = projectPath('.');
  const outer = own.lastIndexOf(`${sep}node_modules${sep}`);
  return isPackaged && outer >= 0 ? join(own.slice(0, outer), 'node_modules') : join(own, 'node_modules');
}

/** Absolute path of a file or folder under `fixtures/`. */
export function fixture(path: string): string {
  return projectPath(join('fixtures', path));
}
