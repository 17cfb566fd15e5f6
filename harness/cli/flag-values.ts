import { randomInt } from 'node:crypto';
import type { NodeOptions } from '../environments/embedded/cluster/kubelet/node-object.ts';
import type { ImageRule, StandIn } from '../scenario/run-options.ts';
import { UsageError } from './usage-error.ts';

/** The seed of a run that is given none: the same traffic for everyone. */
export const defaultSeed = 1;

/** `--seed`. Throws `UsageError`. */
export function seedOf(text: string | undefined): number {
  if (text === undefined) return defaultSeed;
  if (text === 'random') return randomInt(2 ** 32);
  if (/^\d{1,10}$/.test(text) && Number(text) < 2 ** 32) return Number(text);
  throw new UsageError(`--seed takes a whole number from 0 to ${2 ** 32 - 1}, or "random"; not "${text}".`);
}

const mostNodes = 20;

/** `--nodes`. Throws `UsageError`. */
export function nodesOf(text = '1'): NodeOptions[] {
  const count = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= mostNodes) {
    return Array.from({ length: count }, (_, index) => ({ name: `node-${index + 1}`, cpu: '4', memory: '16Gi' }));
  }
  throw new UsageError(`--nodes takes a whole number from 1 to ${mostNodes}, not "${text}".`);
}

/** `--image`, each. Throws `UsageError`. */
export function imageRulesOf(texts: readonly string[] = []): ImageRule[] {
  return texts.map((text) => {
    const { pattern, standIn } = /^(?<pattern>.+)=(?<standIn>qtap|qscan|idle)$/.exec(text)?.groups ?? {};
    if (pattern === undefined || standIn === undefined) {
      throw new UsageError(
        `--image takes PATTERN=qtap, PATTERN=qscan or PATTERN=idle, for example --image mirror.example/qtap=qtap; not "${text}".`,
      );
    }
    return { pattern, standIn: standIn as StandIn };
  });
}

/** A flag that names a file or folder. Throws `UsageError` for an empty one. */
export function pathOf(flag: string, value: string | undefined): string | undefined {
  if (value === '') throw new UsageError(`--${flag} needs a path.`);
  return value;
}
