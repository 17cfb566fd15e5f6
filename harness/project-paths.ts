import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of something in this project, from its root. */
export function projectPath(path: string): string {
  return join(fileURLToPath(new URL('..', import.meta.url)), path);
}

/** Absolute path of a file or folder under `fixtures/`. */
export function fixture(path: string): string {
  return projectPath(join('fixtures', path));
}
