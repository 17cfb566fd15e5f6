import type { Pattern } from './encodings.ts';

const hexDigits = /^[0-9a-f]+$/;
const digits = /^[0-9]+$/;

/**
 * Expected number of chance hits at one byte of unrelated data, every byte of which is drawn at will from the 64 signs of
 * base64, or from the 16 of lower-case hex, whichever makes a pattern likelier. Plain digits cannot hit inside hex, see
 * `isPartOfLongerNumber`. Real data is less dense, so this errs on the safe side.
 */
export function falseAlarmsPerByte(patterns: readonly Pattern[]): number {
  return patterns.reduce((sum, { encoding, bytes }) => {
    const inHex = hexDigits.test(bytes) && !(encoding === 'plain' && digits.test(bytes));
    return sum + (inHex ? 16 : 64) ** -bytes.length;
  }, 0);
}
