import { squeezed } from './squeeze.ts';

/**
 * How a place where a value's signs stand is written, from the likeliest to be the value on: as the value is; with other
 * letters in upper case; in the same groups with other separators; in other groups, or in none; with line breaks, tags or
 * anything else between the signs.
 */
export type Shape = 'exact' | 'same separators' | 'same groups' | 'other groups' | 'split';

/** Signs that people put between the groups of a number or the words of a name. */
const separators = new Set(Buffer.from(' -./()+_,'));
/** What may stand between two signs of one value, in bytes: the head of a frame, or of a line. */
const widestGap = 64;

/** The shape of a hit; undefined where its signs stand too far apart to belong together. Zeros of UTF-16 do not count. */
export function shapeOf(data: Uint8Array, start: number, end: number, value: Buffer): Shape | undefined {
  if (end - start === value.length && isEqual(data, start, value)) return 'exact';
  let at = 0;
  let isExact = true;
  let hasOwnSeparators = true;
  let hasOwnGroups = true;
  let isTidy = true;
  for (let index = start; index < end; ) {
    const gap = index;
    while (index < end && squeezed[data[index] ?? 0] === 0) index++;
    if (index - gap > widestGap) return undefined;
    const ownGap = at;
    while (at < value.length && squeezed[value[at] ?? 0] === 0) at++;
    const seen = data.subarray(gap, index).filter((byte) => byte !== 0);
    isTidy &&= seen.length <= 3 && seen.every((byte) => separators.has(byte));
    hasOwnGroups &&= seen.length > 0 === at > ownGap;
    hasOwnSeparators &&=
      seen.length === at - ownGap && seen.every((byte, offset) => isSame(byte, value[ownGap + offset]));
    if (index < end) isExact &&= data[index] === value[at];
    index++;
    at++;
  }
  if (hasOwnSeparators) return isExact ? 'exact' : 'same separators';
  if (!isTidy) return 'split';
  return hasOwnGroups ? 'same groups' : 'other groups';
}

/** A form writes a space as `+`. */
function isSame(byte: number, own: number | undefined): boolean {
  return byte === own || (byte === 0x2b && own === 0x20);
}

function isEqual(data: Uint8Array, start: number, value: Buffer): boolean {
  for (let index = 0; index < value.length; index++) if (data[start + index] !== value[index]) return false;
  return true;
}
