import type { EnvironmentChoice } from '../scenario/environment-choice.ts';
import type { ImageRule } from '../scenario/run-options.ts';
import { environmentChoice, environmentFlags } from './environment-choice.ts';
import { artifactsOf, imageRulesOf, pathOf, roundsOf, seedOf } from './flag-values.ts';
import { readFlags } from './read-flags.ts';
import { refuseCombinations } from './refuse-combinations.ts';
import type { ScenarioAction } from './scenario-action.ts';
import { type Shard, shardOf } from './shard.ts';

const options = {
  all: { type: 'boolean' },
  tag: { type: 'string', multiple: true },
  shard: { type: 'string' },
  repeat: { type: 'string' },
  coverage: { type: 'boolean' },
  seed: { type: 'string' },
  manifests: { type: 'string' },
  snapshot: { type: 'string' },
  secrets: { type: 'string' },
  image: { type: 'string', multiple: true },
  artifacts: { type: 'string' },
  json: { type: 'string' },
  junit: { type: 'string' },
  evidence: { type: 'string' },
  ...environmentFlags,
  keep: { type: 'boolean' },
  'real-time': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** What `npm run scenario` was asked for. */
export interface ScenarioArguments {
  readonly action: ScenarioAction;
  /** Of scenarios; of `compare` the files of reports. */
  readonly names: readonly string[];
  /** Scenarios are chosen by their declarations and not by name: all, or those that have one of the tags. */
  readonly chooses: boolean;
  readonly tags: readonly string[];
  readonly shard: Shard | undefined;
  /** Of each round of a scenario. */
  readonly seeds: readonly number[];
  readonly coverage: boolean;
  readonly manifests: string | undefined;
  readonly snapshot: string | undefined;
  readonly secrets: string | undefined;
  readonly images: readonly ImageRule[];
  readonly artifacts: number;
  readonly json: string | undefined;
  readonly junit: string | undefined;
  readonly evidence: string | undefined;
  readonly environment: EnvironmentChoice;
  readonly keep: boolean;
  readonly realTime: boolean;
  readonly help: boolean;
}

/** Reads the command line; throws `UsageError` for what it cannot mean, with the right spelling. */
export function scenarioArguments(args: readonly string[], environment: NodeJS.ProcessEnv): ScenarioArguments {
  const { values, positionals } = readFlags('scenario', args, options, environment);
  const [word, ...others] = positionals;
  const action = word === 'list' || word === 'describe' || word === 'compare' ? word : 'run';
  const names = action === 'run' ? positionals : others;
  const rounds = roundsOf(values.repeat);
  refuseCombinations({ action, names, rounds, values });
  const { all = false, coverage = false, tag: tags = [] } = values;
  const chooses = action === 'run' && (all || tags.length > 0 || (coverage && names.length === 0));
  return {
    action,
    names,
    chooses,
    tags,
    shard: shardOf(values.shard),
    seeds: Array.from({ length: rounds }, () => seedOf(values.seed)),
    coverage,
    manifests: pathOf('manifests', values.manifests),
    snapshot: pathOf('snapshot', values.snapshot),
    secrets: pathOf('secrets', values.secrets),
    images: imageRulesOf(values.image),
    artifacts: artifactsOf(values.artifacts, chooses ? undefined : names),
    json: pathOf('json', values.json),
    junit: pathOf('junit', values.junit),
    evidence: pathOf('evidence', values.evidence),
    environment: environmentChoice(values),
    keep: values.keep ?? false,
    realTime: values['real-time'] ?? false,
    help: values.help ?? false,
  };
}
