import type { EnvironmentChoice } from '../scenario/environment-choice.ts';
import type { ImageRule } from '../scenario/run-options.ts';
import { environmentChoice, environmentFlags } from './environment-choice.ts';
import { artifactsOf, imageRulesOf, pathOf, seedOf } from './flag-values.ts';
import { readFlags } from './read-flags.ts';
import { UsageError } from './usage-error.ts';

const options = {
  seed: { type: 'string' },
  manifests: { type: 'string' },
  snapshot: { type: 'string' },
  secrets: { type: 'string' },
  image: { type: 'string', multiple: true },
  artifacts: { type: 'string' },
  json: { type: 'string' },
  evidence: { type: 'string' },
  ...environmentFlags,
  keep: { type: 'boolean' },
  'real-time': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** What is about a run or its end, and refused rather than ignored where nothing runs. */
const ofRun = ['json', 'evidence', 'keep'] as const;

/** What `npm run scenario` was asked for. */
export interface ScenarioArguments {
  readonly names: readonly string[];
  readonly seed: number;
  readonly manifests: string | undefined;
  readonly snapshot: string | undefined;
  readonly secrets: string | undefined;
  readonly images: readonly ImageRule[];
  readonly artifacts: number;
  readonly json: string | undefined;
  readonly evidence: string | undefined;
  readonly environment: EnvironmentChoice;
  readonly keep: boolean;
  readonly realTime: boolean;
  readonly help: boolean;
}

/** Reads the command line; throws `UsageError` for what it cannot mean, with the right spelling. */
export function scenarioArguments(args: readonly string[], environment: NodeJS.ProcessEnv): ScenarioArguments {
  const { values, positionals } = readFlags('scenario', args, options, environment);
  const idle = ofRun.find((flag) => values['dry-run'] && values[flag] !== undefined);
  if (idle !== undefined)
    throw new UsageError(`--${idle} has no meaning with --dry-run, which runs nothing: leave it out.`);
  return {
    names: positionals,
    seed: seedOf(values.seed),
    manifests: pathOf('manifests', values.manifests),
    snapshot: pathOf('snapshot', values.snapshot),
    secrets: pathOf('secrets', values.secrets),
    images: imageRulesOf(values.image),
    artifacts: artifactsOf(values.artifacts, positionals),
    json: pathOf('json', values.json),
    evidence: pathOf('evidence', values.evidence),
    environment: environmentChoice(values),
    keep: values.keep ?? false,
    realTime: values['real-time'] ?? false,
    help: values.help ?? false,
  };
}
