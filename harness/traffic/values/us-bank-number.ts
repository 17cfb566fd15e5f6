import type { Draw } from './draw.ts';

/** No card, no telephone and no year begins like this. */
const first = ['1', '7', '8', '9'];

/**
 * A bank account number of 17 digits, the most that one has (reference, qscan-worker.md, section 4). A routing number, of nine,
 * would stand in any large list of numbers by chance, and so prove no leak. Plant it where a name or a word says what it is.
 */
export function usBankNumber({ random }: Draw): string {
  return random.pick(first) + random.digits(16);
}
