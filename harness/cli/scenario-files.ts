import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { projectPath } from '../project-paths.ts';
import { scenarioNameOf } from '../scenario/scenario-name-of.ts';
import { UsageError } from './usage-error.ts';

/** A scenario's file, as it is asked for. */
interface ScenarioFile {
  readonly name: string;
  readonly file: string;
}

/** What can be named: in `scenarios/` of the working folder, and of the harness itself where no own one has the name. */
interface Known {
  readonly working: string;
  readonly yours: readonly ScenarioFile[];
  readonly ours: readonly ScenarioFile[];
}

/** Names of all scenarios: the harness's, then those of the working folder. */
export async function scenarioNames(): Promise<string[]> {
  const { yours, ours } = known(resolve('scenarios'));
  return [...ours, ...yours].map(({ name }) => name);
}

/** Files of all scenarios, in the order of `scenarioNames`. */
export async function allScenarioFiles(): Promise<string[]> {
  const { yours, ours } = known(resolve('scenarios'));
  return [...ours, ...yours].map(({ file }) => file);
}

/**
 * Files of the scenarios named, each by a name or by the path of a file. A name that both the working folder and the harness
 * have is the working folder's. Throws `UsageError` for an unknown name, and for none.
 */
export async function scenarioFiles(names: readonly string[], working = resolve('scenarios')): Promise<string[]> {
  const found = known(working);
  const { yours, ours } = found;
  if (names.length === 0) {
    throw new UsageError(
      `Which scenario? ${list(found)} For example: npm run scenario sampling, or npm run scenario -- --all for all of them`,
    );
  }
  const files = names.map((name) => {
    if (isPath(name)) return fileAt(name);
    const named = yours.filter((own) => own.name === name);
    if (named.length > 1) {
      const paths = named.map(({ file }) => file).join(' and ');
      throw new UsageError(`Two files are the scenario ${name}: ${paths}. Rename one, or name the file that you mean.`);
    }
    return (named[0] ?? ours.find((own) => own.name === name))?.file;
  });
  const unknown = names.filter((_, index) => files[index] === undefined);
  if (unknown.length > 0) throw new UsageError(`There is no scenario ${unknown.join(', ')}. ${list(found)}`);
  return [...new Set(files.filter((file) => file !== undefined))];
}

function known(working: string): Known {
  const own = projectPath('scenarios');
  const yours = working === own ? [] : scenariosIn(working);
  const taken = new Set(yours.map(({ name }) => name));
  return { working, yours, ours: scenariosIn(own).filter(({ name }) => !taken.has(name)) };
}

function scenariosIn(folder: string): ScenarioFile[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(folder)
    .sort()
    .flatMap((file) => {
      const name = scenarioNameOf(file);
      return name === undefined ? [] : [{ name, file: join(folder, file) }];
    });
}

function list({ working, yours, ours }: Known): string {
  const names = (files: readonly ScenarioFile[]) => files.map(({ name }) => name).join(', ');
  const own = yours.length === 0 ? `None of yours in ${working}.` : `Yours in ${working}: ${names(yours)}.`;
  return `Scenarios: ${names(ours)}.${working === projectPath('scenarios') ? '' : ` ${own}`}`;
}

function isPath(name: string): boolean {
  return /[/\\]/.test(name) || /\.(ts|mts|js|mjs)$/.test(name);
}

function fileAt(path: string): string {
  const file = resolve(path);
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile()) throw new UsageError(`There is no file ${path}, which is asked for as a scenario.`);
  if (!/\.(ts|mts|js|mjs)$/.test(file))
    throw new UsageError(`${path} is no scenario: a scenario is a .ts, .mts, .js or .mjs file.`);
  return file;
}
