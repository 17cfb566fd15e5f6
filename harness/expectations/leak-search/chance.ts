import type { Shape } from './shape.ts';
import { squeeze } from './squeeze.ts';

/**
 * How likely unrelated data holds a value by chance at one of its bytes, by shape, the worst of four kinds of data:
 *
 * - bytes: any of 256.
 * - base64: any of its 64 signs, of which 62 are letters or digits.
 * - tokens: letters of one case and digits, 32 of them (base32, ids), or the 16 of hex.
 * - numbers: one after the other, of 1 to 20 random digits, each length as likely, and between two of them one of the 66
 *   signs of ASCII that are neither letter nor digit, each as likely. Time stamps and ids are of this kind.
 *
 * Not of this kind are numbers that share a value's shape: among other people's social security numbers one in 1e9 is equal
 * to a planted one, and no rule can tell.
 */
export type Chances = Readonly<Record<Form, number>>;

export type Form = Shape | 'encoded';

/** In the order in which they are admitted. */
const forms: readonly Form[] = ['exact', 'encoded', 'same separators', 'same groups', 'other groups', 'split'];

const lengths = 20;
const delimiters = 66;
/** Of `separators` in shape.ts. */
const likelySeparators = 9;
/** A number and its delimiter, in bytes. */
const numberSize = (lengths + 1) / 2 + 1;
/** A word or number of one length among those of 1 to 20 signs: what it costs to stand alone. */
const alone = 1 / (lengths * numberSize);
/** What `standsAlone` forgives for the sake of binary formats: more digits before or behind. */
const forgiven = 1.25;

/** `value` as it is planted. */
export function chancesOf(value: string): Chances {
  const signs = squeezedLength(value);
  return /[^\x20-\x7e]/.test(value) || /[A-Za-z]/.test(value)
    ? chancesOfText(value, signs)
    : chancesOfNumber(value, signs);
}

/** Whether a hit counts only where neither letter nor digit stands beside it. */
export function mustStandAlone(value: string, shape: Shape): boolean {
  if (!/[A-Za-z]/.test(value)) return true;
  if (shape === 'exact') return false;
  return shape !== 'same separators' || /^[A-Za-z0-9]+$/.test(value);
}

function chancesOfNumber(value: string, digits: number): Chances {
  const gaps = value.replace(/^\D+|\D+$/g, '').match(/\D+/g) ?? [];
  const random = (forgiven * 10 ** -digits) / numberSize;
  const grouped = random * lengths ** -(gaps.length + 1);
  const own = grouped * delimiters ** -gaps.join('').length;
  return {
    exact: own,
    'same separators': 0,
    'same groups': gaps.length === 0 ? 0 : grouped * (likelySeparators / delimiters) ** gaps.length,
    'other groups': (random / lengths) * (1 + likelySeparators / delimiters / lengths) ** (digits - 1),
    split: (random / lengths) * (1 + 1 / lengths) ** (digits - 1),
    // Encoded numbers are read as numbers.
    encoded: 0,
  };
}

function chancesOfText(value: string, signs: number): Chances {
  const squeezedText = value.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase();
  const isHex = /^[0-9a-f]+$/.test(squeezedText);
  const isOneWord = /^[A-Za-z0-9]+$/.test(value);
  const folded = isHex ? 16 : 32;
  const oneCase = value === value.toLowerCase() || value === value.toUpperCase();
  const exactSigns = isOneWord ? (oneCase ? folded : 64) : /^[A-Za-z0-9+/_-]+$/.test(value) ? 64 : 256;
  const foldedSigns = isOneWord ? folded : exactSigns === 64 ? 32 : 128;
  return {
    exact: exactSigns ** -Buffer.byteLength(value),
    'same separators': foldedSigns ** -Buffer.byteLength(value) * (isOneWord ? alone : 1),
    'same groups': isOneWord ? 0 : 64 ** -(Buffer.byteLength(value) - signs) * 32 ** -signs,
    'other groups': folded ** -signs * 1.05 ** signs * alone,
    split: (folded - 1) ** -signs * alone,
    encoded: encodedChance(value),
  };
}

/** In bytes. */
function squeezedLength(value: string): number {
  return squeeze(Buffer.from(value).toString('latin1')).length;
}

/** Base64 at three alignments, of three spellings; hex is longer. */
function encodedChance(value: string): number {
  const signs = Math.floor((squeezedLength(value) * 8) / 6);
  return 9 * 64 ** -(signs - 1);
}

export interface Affordable {
  /** Whether a hit counts by itself, whatever stands around it. */
  readonly has: (chances: Chances, form: Form) => boolean;
  /** Chance of all that do, in a byte. */
  readonly sum: number;
}

/**
 * Which hits of a plan count by themselves: as many as leave the sum of their chances within a budget, those that are written
 * as their value is before others, and of the others the least likely first. The rest counts in company, see `isInCompany`.
 */
export function affordable(all: readonly Chances[], budget: number): Affordable {
  const admitted = new Map<Form, Set<number>>();
  let sum = 0;
  for (const form of forms) {
    const levels = Map.groupBy(all, (chances) => chances[form]);
    const own = new Set<number>();
    for (const [level, { length }] of [...levels].sort(([one], [other]) => one - other)) {
      if (sum + level * length > budget) continue;
      sum += level * length;
      own.add(level);
    }
    admitted.set(form, own);
  }
  return { has: (chances, form) => admitted.get(form)?.has(chances[form]) ?? false, sum };
}
