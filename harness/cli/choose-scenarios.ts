import { basename } from 'node:path';
import { scenarioNameOf } from '../scenario/scenario-name-of.ts';
import { type FoundScenario, readDeclarations } from './read-declarations.ts';
import type { ScenarioArguments } from './scenario-arguments.ts';
import { allScenarioFiles, scenarioFiles } from './scenario-files.ts';
import { type LeftOut, selectScenarios } from './select-scenarios.ts';
import { UsageError } from './usage-error.ts';

/** What a command line runs. */
export interface ChosenScenarios {
  /** In the order in which they begin. */
  readonly files: readonly string[];
  readonly names: readonly string[];
  readonly leftOut: readonly LeftOut[];
  /** All scenarios there are, where the command line needs to know of them. */
  readonly declared: readonly FoundScenario[];
}

/**
 * Which scenarios run. Those that are named on the embedded environment are not even looked at here, to be under way sooner: what
 * is wrong with one of them the run tells. Throws `UsageError`, and `InputError` for what a scenario file gets wrong.
 */
export async function chooseScenarios(asked: ScenarioArguments): Promise<ChosenScenarios> {
  const { names, tags, shard, chooses, coverage } = asked;
  const environment = asked.environment.name;
  const named = chooses ? undefined : await scenarioFiles(names);
  if (named !== undefined && !coverage && environment === 'embedded')
    return { files: named, names: named.map(nameOf), leftOut: [], declared: [] };
  const declared = await readDeclarations(await allScenarioFiles());
  const { scenarios, leftOut } = selectScenarios(declared, { names, tags, shard, environment });
  if (scenarios.length === 0 && leftOut.length === 0 && shard === undefined)
    throw new UsageError('There is no scenario to run.');
  return { files: scenarios.map(({ file }) => file), names: scenarios.map(({ name }) => name), leftOut, declared };
}

function nameOf(file: string): string {
  return scenarioNameOf(file) ?? basename(file);
}
