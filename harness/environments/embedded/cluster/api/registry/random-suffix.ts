import { randomInt } from 'node:crypto';

/** Letters and digits that spell no words and look like no others. Source: apimachinery `util/rand`. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** The five characters that `generateName` gets. */
export function randomSuffix(length = 5): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}
