import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from './usage-error.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const suffix = '.scenario.ts';

/** Path of a file or folder under `fixtures/`. */
export function fixture(path: string): string {
  return join(root, 'fixtures', path);
}

/** Names of all scenarios, in order. */
export async function scenarioNames(): Promise<string[]> {
  const files = await readdir(join(root, 'scenarios'));
  return files
    .filter((file) => file.endsWith(suffix))
    .map((file) => file.slice(0, -suffix.length))
    .sort();
}

/** Files of the scenarios named. Throws `UsageError` for an unknown name, and for none. */
export async function scenarioFiles(names: readonly string[]): Promise<string[]> {
  const known = await scenarioNames();
  const list = `Scenarios: ${known.join(', ')}.`;
  if (names.length === 0) throw new UsageError(`Which scenario? ${list} For example: npm run scenario ${known[0]}`);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new UsageError(`There is no scenario ${unknown.join(', ')}. ${list}`);
  return [...new Set(names)].map((name) => join(root, 'scenarios', `${name}${suffix}`));
}
