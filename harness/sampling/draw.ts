import { hash } from 'node:crypto';

const bits = 52;

/**
 * A number in [0, 1), uniform over its arguments: the first 52 bits of SHA-256 over the JSON array of them. It stands for
 * the agent's random source, so that a decision depends on the run's seed and on nothing that happens in between.
 */
export function draw(seed: number, host: string, normalisedPath: string, n: number): number {
  const digest = hash('sha256', JSON.stringify([seed, host, normalisedPath, n]));
  return Number.parseInt(digest.slice(0, bits / 4), 16) / 2 ** bits;
}
