import { UsageError } from './usage-error.ts';

/** One of several parts of a suite; `index` counts from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** `--shard`. Throws `UsageError`. */
export function shardOf(text: string | undefined): Shard | undefined {
  if (text === undefined) return undefined;
  const [, index = 0, count = 0] = /^(\d{1,3})\/(\d{1,3})$/.exec(text)?.map(Number) ?? [];
  if (index >= 1 && index <= count) return { index, count };
  throw new UsageError(`--shard takes one part of several, for example 1/4; not "${text}".`);
}

/**
 * The scenarios of a part: all parts together hold each once, and weigh about the same. The same scenarios are always parted in
 * the same way. `weights` says how long each takes, in any unit.
 */
export function inShard<T>(scenarios: readonly T[], { index, count }: Shard, weight: (scenario: T) => number): T[] {
  const parts = Array.from({ length: count }, () => ({ sum: 0, scenarios: [] as T[] }));
  for (const scenario of scenarios.toSorted((one, other) => weight(other) - weight(one))) {
    const lightest = parts.reduce((best, part) => (part.sum < best.sum ? part : best));
    lightest.scenarios.push(scenario);
    lightest.sum += weight(scenario);
  }
  return parts[index - 1]?.scenarios ?? [];
}
