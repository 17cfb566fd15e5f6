import { createRequire } from 'node:module';
import type { ScorePart } from '../score-part.ts';
import { contextStrength } from './context.ts';
import type { DigitGroups } from './digit-groups.ts';
import { explainContext } from './explain-context.ts';
import { isNamedForOther } from './names-other.ts';
import type { Recogniser } from './recogniser.ts';

/** The CommonJS form loads 100 files less: 15 ms and 5 MB per scanner thread. */
const { parsePhoneNumberFromString } = createRequire(import.meta.url)(
  'libphonenumber-js/min',
) as typeof import('libphonenumber-js/min');

const context = new Set([
  ...[
    'phone',
    'phones',
    'telephone',
    'tel',
    'mobile',
    'cell',
    'cellphone',
    'fax',
    'call',
    'called',
    'calls',
    'dial',
    'ring',
  ],
  ...['reach', 'text', 'sms', 'whatsapp', 'callback', 'contact', 'telefon', 'handy', 'landline', 'msisdn'],
  ...['handynummer', 'telefonnummer', 'rufnummer', 'mobil', 'mobilnummer', 'téléphone', 'tél', 'teléfono', 'móvil'],
]);
const separator = /^(?:[ .\-/]|\) ?|[ -]?\(|\)-)$/;
const extension = /^(?:,? ?(?:x|ext\.? ?|extension )\d{1,6})(?![\p{L}\p{N}])/u;
const mostGroups = 7;
/** Groups of one digit: a country's, and an area's. Digits one by one are a list. */
const mostSingles = 2;
/** Digits per group as numbers are written in North America. */
const american = new Set(['3,3,4', '1,3,3,4', '3,7', '10', '1,10', '11']);
/** Digits per group of a social security number, which nobody writes a phone number in. */
const socialSecurity = '3,2,4';
const forms = {
  valid: { reason: '"+" and a number that libphonenumber holds valid', score: 0.85 },
  possible: { reason: '"+" and a number of a possible length', score: 0.6 },
  american: { reason: 'ten digits in groups, as North America writes them', score: 0.6 },
  local: { reason: 'seven digits as 3 and 4, without an area', score: 0.25 },
  bare: { reason: 'ten bare digits that North America may assign', score: 0.3 },
  possibleInUs: { reason: 'digits of a possible length in North America', score: 0.25 },
  grouped: { reason: 'eight digits or more in groups', score: 0.2 },
  long: { reason: 'nine bare digits or more', score: 0.15 },
} as const satisfies Readonly<Record<string, ScorePart>>;

/**
 * Phone numbers as libphonenumber knows them, behind a cheap filter: a run of seven to fifteen digits in groups that stand
 * close together. Without `+`, only numbers of North America, or any in a context that speaks of phones.
 */
export const phoneNumber: Recogniser = function* (field, groups) {
  for (let group = 0; group < groups.count; group++) {
    const found = longest(groups, group, (start, end, digits, sizes) => formOf(start, end, digits, sizes));
    if (found === undefined) continue;
    const { start, end, form, groupCount } = found;
    const weight = (0.95 - form.score) * 0.8;
    const tail = extension.exec(groups.text.slice(end, end + 20))?.[0].length ?? 0;
    yield {
      type: 'PHONE_NUMBER',
      score: form.score + weight * contextStrength(field, start, end, context),
      start,
      end: end + tail,
      explain: () => [form, ...explainContext(field, { start, end }, context, weight)],
    };
    group += groupCount - 1;
  }

  function formOf(start: number, end: number, digits: string, sizes: string): ScorePart | undefined {
    const written = groups.text.slice(start, end);
    if (written.startsWith('+')) {
      const parsed = parsePhoneNumberFromString(written);
      return parsed?.isValid() ? forms.valid : parsed?.isPossible() ? forms.possible : undefined;
    }
    const isAmerican = american.has(sizes) && /^1?[2-9]\d\d[2-9]\d{6}$/.test(digits);
    const isBare = digits.length === written.length;
    if (isAmerican && !isBare && (digits.length === 10 || digits.startsWith('1'))) return forms.american;
    if (isNamedForOther(field.ownWords) || contextStrength(field, start, end, context) < 0.6) return undefined;
    if (sizes === '3,4' && /^[2-9]\d\d-/.test(written)) return forms.local;
    if (isAmerican) return forms.bare;
    if (digits.length < 7 || sizes === socialSecurity || isDate(written)) return undefined;
    if (parsePhoneNumberFromString(written, 'US')?.isPossible()) return forms.possibleInUs;
    if (digits.length >= 8 && !isBare) return forms.grouped;
    return digits.length >= 9 ? forms.long : undefined;
  }
};

interface Candidate {
  readonly start: number;
  readonly end: number;
  readonly form: ScorePart;
  readonly groupCount: number;
}

/** The longest run of groups from `first` on that has the form of a number. */
function longest(
  groups: DigitGroups,
  first: number,
  formOf: (start: number, end: number, digits: string, sizes: string) => ScorePart | undefined,
): Candidate | undefined {
  const start = opening(groups, first);
  if (start === undefined) return undefined;
  let digits = '';
  const sizes: number[] = [];
  let singles = 0;
  let best: Candidate | undefined;
  for (let count = 1; count <= mostGroups && first + count <= groups.count; count++) {
    const group = first + count - 1;
    if (count > 1 && !separator.test(groups.separator(group - 1, 2) ?? '')) break;
    if (digits.length + groups.size(group) > 15) break;
    if (groups.size(group) === 1 && ++singles > mostSingles) break;
    digits += groups.digits(group);
    sizes.push(groups.size(group));
    const end = groups.end(group);
    if (digits.length < 7 || !closes(groups.text, end)) continue;
    const form = formOf(start, end, digits, sizes.join());
    if (form !== undefined) best = { start, end, form, groupCount: count };
  }
  return best;
}

/** Where the number begins, its plus sign and parenthesis included; undefined where it cannot begin. */
function opening(groups: DigitGroups, group: number): number | undefined {
  const { text } = groups;
  let start = groups.start(group);
  if (text[start - 1] === '(') start--;
  if (text[start - 1] === '+') start--;
  const previous = text[start - 1];
  if (previous === undefined) return start;
  if (/[\p{L}\p{N}_#$€£%]/u.test(previous)) return undefined;
  if (!/[.\-/:]/.test(previous) || !/[\p{L}\p{N}]/u.test(text[start - 2] ?? '')) return start;
  return previous === ':' && /^(?:tel|phone|fax)?:$/i.test(lastWord(text, start)) ? start : undefined;
}

function lastWord(text: string, end: number): string {
  return /\p{L}*:$/u.exec(text.slice(Math.max(0, end - 12), end))?.[0] ?? '';
}

function closes(text: string, end: number): boolean {
  const next = text[end];
  if (next === undefined || extension.test(text.slice(end, end + 20))) return true;
  if (/[\p{L}\p{N}_%]/u.test(next)) return false;
  return !(/[.\-/:,@]/.test(next) && /[\p{L}\p{N}]/u.test(text[end + 1] ?? ''));
}

function isDate(written: string): boolean {
  return /^(?:19|20)\d\d[-./ ]?\d\d?[-./ ]?\d\d?$/.test(written) || /^\d\d?[-./]\d\d?[-./](?:19|20)\d\d$/.test(written);
}
