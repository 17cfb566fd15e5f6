import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { ImageRule, StandIn } from '../scenario/run-options.ts';
import { swallowedFlag } from './swallowed-flag.ts';
import { UsageError } from './usage-error.ts';

/** The seed of a run that is given none: the same traffic for everyone. */
export const defaultSeed = 1;

const options = {
  seed: { type: 'string' },
  manifests: { type: 'string' },
  snapshot: { type: 'string' },
  secrets: { type: 'string' },
  image: { type: 'string', multiple: true },
  json: { type: 'string' },
  nodes: { type: 'string' },
  keep: { type: 'boolean' },
  'real-time': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** What `npm run scenario` was asked for. */
export interface ScenarioArguments {
  readonly names: readonly string[];
  readonly seed: number;
  readonly manifests: string | undefined;
  readonly snapshot: string | undefined;
  readonly secrets: string | undefined;
  readonly images: readonly ImageRule[];
  readonly json: string | undefined;
  readonly nodes: number;
  readonly keep: boolean;
  readonly realTime: boolean;
  readonly help: boolean;
}

/** Reads the command line; throws `UsageError` for what it cannot mean, with the right spelling. */
export function scenarioArguments(args: readonly string[], environment: NodeJS.ProcessEnv): ScenarioArguments {
  const { values, positionals } = parse(args);
  refuseSwallowed(environment, positionals, args);
  return {
    names: positionals,
    seed: seedOf(values.seed),
    manifests: notEmpty('manifests', values.manifests),
    snapshot: notEmpty('snapshot', values.snapshot),
    secrets: notEmpty('secrets', values.secrets),
    images: (values.image ?? []).map(imageRule),
    json: notEmpty('json', values.json),
    nodes: nodesOf(values.nodes),
    keep: values.keep ?? false,
    realTime: values['real-time'] ?? false,
    help: values.help ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const message = (error as Error).message.split('. ')[0];
    throw new UsageError(`${message}. The flags are listed by: npm run scenario -- --help`);
  }
}

function refuseSwallowed(
  environment: NodeJS.ProcessEnv,
  positionals: readonly string[],
  args: readonly string[],
): void {
  const names = [...positionals];
  const flags = Object.entries(options)
    .filter(([flag]) => flag !== 'help' && !args.some((arg) => arg === `--${flag}` || arg.startsWith(`--${flag}=`)))
    .flatMap(([flag, { type }]) => {
      const value = swallowedFlag(flag, environment);
      if (value === undefined) return [];
      if (type === 'boolean') return [`--${flag}`];
      if (value !== '' && value !== 'true') return [`--${flag} ${value}`];
      // npm keeps a flag that it takes for a switch, and leaves its value among the names.
      const index = names.findLastIndex((name) => !/^[a-z][a-z-]*$/.test(name));
      return [`--${flag} ${index < 0 ? '…' : names.splice(index, 1)[0]}`];
    });
  if (flags.length === 0) return;
  const own = names.filter((name) => !flags.some((flag) => flag.endsWith(` ${name}`)));
  throw new UsageError(
    `npm kept ${flags.join(' ')} for itself. Flags of the scenario stand behind "--": npm run scenario ${[...own, '--', ...flags].join(' ')}`,
  );
}

function seedOf(text: string | undefined): number {
  if (text === undefined) return defaultSeed;
  if (text === 'random') return randomInt(2 ** 32);
  if (/^\d{1,10}$/.test(text) && Number(text) < 2 ** 32) return Number(text);
  throw new UsageError(`--seed takes a whole number from 0 to ${2 ** 32 - 1}, or "random"; not "${text}".`);
}

const mostNodes = 20;

function nodesOf(text = '1'): number {
  const nodes = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (nodes >= 1 && nodes <= mostNodes) return nodes;
  throw new UsageError(`--nodes takes a whole number from 1 to ${mostNodes}, not "${text}".`);
}

function imageRule(text: string): ImageRule {
  const { pattern, standIn } = /^(?<pattern>.+)=(?<standIn>qtap|qscan|idle)$/.exec(text)?.groups ?? {};
  if (pattern === undefined || standIn === undefined) {
    throw new UsageError(
      `--image takes PATTERN=qtap, PATTERN=qscan or PATTERN=idle, for example --image mirror.example/qtap=qtap; not "${text}".`,
    );
  }
  return { pattern, standIn: standIn as StandIn };
}

function notEmpty(flag: string, value: string | undefined): string | undefined {
  if (value === '') throw new UsageError(`--${flag} needs a path.`);
  return value;
}
