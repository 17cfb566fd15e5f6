import type { EnvironmentChoice } from '../scenario/environment-choice.ts';
import type { FoundScenario } from './read-declarations.ts';
import { inShard, type Shard } from './shard.ts';
import { UsageError } from './usage-error.ts';

/** Which scenarios a command line asks for. */
export interface Selection {
  /** Empty: those that the tags choose, or all. */
  readonly names: readonly string[];
  readonly tags: readonly string[];
  readonly shard: Shard | undefined;
  /** Undefined: none, nothing is to run. */
  readonly environment: EnvironmentChoice['name'] | undefined;
}

/** A scenario that was asked for with others and does not run. */
export interface LeftOut {
  readonly name: string;
  readonly reason: string;
}

/** What runs, the longest first, and what does not. */
export interface Selected {
  readonly scenarios: readonly FoundScenario[];
  readonly leftOut: readonly LeftOut[];
}

/** Of a story of its own, in trials. */
const storyWeight = 5;

/** Throws `UsageError` for a tag that no scenario has, and for a named scenario that does not run in the environment. */
export function selectScenarios(
  known: readonly FoundScenario[],
  { names, tags, shard, environment }: Selection,
): Selected {
  const asked = names.length > 0 ? known.filter(({ name }) => names.includes(name)) : withTags(known, tags);
  const reasonOf = ({ notOn }: FoundScenario) => (environment === undefined ? undefined : notOn?.[environment]);
  const leftOut = asked.flatMap((scenario) => {
    const reason = reasonOf(scenario);
    return reason === undefined ? [] : [{ name: scenario.name, reason }];
  });
  const [refused] = leftOut;
  if (names.length > 0 && refused !== undefined)
    throw new UsageError(`The scenario ${refused.name} does not run on ${environment}: ${refused.reason}`);
  const runnable = asked.filter((scenario) => reasonOf(scenario) === undefined).toSorted(byWeight);
  return { scenarios: shard === undefined ? runnable : inShard(runnable, shard, weight).toSorted(byWeight), leftOut };
}

function withTags(known: readonly FoundScenario[], tags: readonly string[]): readonly FoundScenario[] {
  if (tags.length === 0) return known;
  const all = [...new Set(known.flatMap((scenario) => scenario.tags))].sort();
  const unknown = tags.find((tag) => !all.some((one) => one === tag));
  if (unknown !== undefined) throw new UsageError(`No scenario has the tag "${unknown}". Tags: ${all.join(', ')}.`);
  return known.filter((scenario) => scenario.tags.some((tag) => tags.includes(tag)));
}

function weight({ trials }: FoundScenario): number {
  return trials?.length ?? storyWeight;
}

function byWeight(one: FoundScenario, other: FoundScenario): number {
  return weight(other) - weight(one) || one.name.localeCompare(other.name);
}
