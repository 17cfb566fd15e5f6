import type { FuzzTarget } from '../fuzz/fuzz-target.ts';
import { fuzzTargets } from '../fuzz/targets.ts';
import { seedOf } from './flag-values.ts';
import { readFlags } from './read-flags.ts';
import { UsageError } from './usage-error.ts';

const options = {
  frames: { type: 'string' },
  seed: { type: 'string' },
  first: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const standardFrames = 10_000;
const mostFrames = 1_000_000;

export interface FuzzArguments {
  /** With how many frames each gets. */
  readonly targets: readonly { readonly target: FuzzTarget; readonly frames: number }[];
  readonly seed: number;
  readonly first: number;
  readonly help: boolean;
}

/** Reads the command line. Throws `UsageError` for what it cannot mean, with the right spelling. */
export function fuzzArguments(args: readonly string[], environment: NodeJS.ProcessEnv): FuzzArguments {
  const { values, positionals } = readFlags('fuzz', args, options, environment);
  const names = fuzzTargets.map(({ name }) => name);
  const unknown = positionals.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new UsageError(`"${unknown}" is no target: there are ${names.join(', ')}.`);
  const asked = fuzzTargets.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const frames = numberOf('frames', values.frames ?? `${standardFrames}`, mostFrames);
  const shares = asked.reduce((sum, { share }) => sum + share, 0);
  return {
    targets: asked.map((target) => ({ target, frames: Math.ceil((frames * target.share) / shares) })),
    seed: seedOf(values.seed),
    first: numberOf('first', values.first ?? '1', mostFrames),
    help: values.help ?? false,
  };
}

function numberOf(flag: string, text: string, most: number): number {
  if (/^\d{1,7}$/.test(text) && Number(text) >= 1 && Number(text) <= most) return Number(text);
  throw new UsageError(`--${flag} takes a whole number from 1 to ${most}, not "${text}".`);
}
