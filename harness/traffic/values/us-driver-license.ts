import type { Draw } from './draw.ts';

/**
 * Patterns by state: `A` a letter, `9` a digit, anything else itself. States that number with digits alone are left out:
 * without its field name nothing tells such a number from a bank account.
 */
export const licensePatterns = {
  California: 'A9999999',
  Florida: 'A999999999999',
  Idaho: 'AA999999A',
  Illinois: 'A99999999999',
  Kentucky: 'A99999999',
  Maryland: 'A999999999999',
  Minnesota: 'A999999999999',
  Nevada: 'X99999999',
  'New Jersey': 'A99999999999999',
  Ohio: 'AA999999',
  Virginia: 'A99999999',
  Wisconsin: 'A9999999999999',
} as const;

/** Shorter numbers turn up in ids by chance, and those that begin with a hex digit in digests. */
const shortest = 12;
const firstLetters = 'GHJKLMNPQRSTUVWXYZ';

const patterns = Object.values(licensePatterns).filter(({ length }) => length >= shortest);

/** A driver licence number of one state's pattern, of twelve signs or more. Plant it where a field name or a word before it says what it is. */
export function usDriverLicense({ random }: Draw): string {
  return [...random.pick(patterns)]
    .map((sign) => {
      if (sign === 'A') return random.letters(1, firstLetters);
      return sign === '9' ? random.digits(1) : sign;
    })
    .join('');
}
