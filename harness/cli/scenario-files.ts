import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { projectPath } from '../project-paths.ts';
import { UsageError } from './usage-error.ts';

const folder = projectPath('scenarios');
const suffix = '.scenario.ts';

/** Names of all scenarios, in order. */
export async function scenarioNames(): Promise<string[]> {
  const files = await readdir(folder);
  return files
    .filter((file) => file.endsWith(suffix))
    .map((file) => file.slice(0, -suffix.length))
    .sort();
}

/** Files of all scenarios, in order of their names. */
export async function allScenarioFiles(): Promise<string[]> {
  return (await scenarioNames()).map((name) => join(folder, `${name}${suffix}`));
}

/** Files of the scenarios named. Throws `UsageError` for an unknown name, and for none. */
export async function scenarioFiles(names: readonly string[]): Promise<string[]> {
  const known = await scenarioNames();
  const list = `Scenarios: ${known.join(', ')}.`;
  if (names.length === 0)
    throw new UsageError(
      `Which scenario? ${list} For example: npm run scenario sampling, or npm run scenario -- --all for all of them`,
    );
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new UsageError(`There is no scenario ${unknown.join(', ')}. ${list}`);
  return [...new Set(names)].map((name) => join(folder, `${name}${suffix}`));
}
