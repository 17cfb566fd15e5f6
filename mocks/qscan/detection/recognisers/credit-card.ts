import { hasCardIssuer } from './card-issuer.ts';
import { contextStrength } from './context.ts';
import type { DigitGroups } from './digit-groups.ts';
import { explainContext } from './explain-context.ts';
import { passesLuhn } from './luhn.ts';
import type { Recogniser } from './recogniser.ts';
import { standsAlone } from './stands-alone.ts';

const context = new Set([
  'card',
  'cards',
  'credit',
  'debit',
  'visa',
  'mastercard',
  'amex',
  'cc',
  'pan',
  'payment',
  'pay',
]);
const mostGroups = 6;
/** Digits of the first group of a printed card. */
const firstGroup = 4;
const base = 0.8;
const weight = 0.19;

/** Card numbers: an issuer's range, its length and a valid Luhn digit; bare or in groups set apart by one space or hyphen. */
export const creditCard: Recogniser = function* (field, groups) {
  for (let group = 0; group < groups.count; group++) {
    const count = groupsOfCard(groups, group);
    if (count === 0) continue;
    const start = groups.start(group);
    const end = groups.end(group + count - 1);
    yield {
      type: 'CREDIT_CARD',
      score: base + weight * contextStrength(field, start, end, context),
      start,
      end,
      explain: () => [
        { reason: "an issuer's range, its length and the Luhn digit", score: base },
        ...explainContext(field, { start, end }, context, weight),
      ],
    };
    group += count - 1;
  }
};

/** How many groups from this one on make a card's number; the longest that does, 0 for none. */
function groupsOfCard(groups: DigitGroups, first: number): number {
  const most = groups.size(first) === firstGroup ? mostGroups : 1;
  let digits = '';
  let best = 0;
  const separator = groups.separator(first, 1);
  for (let count = 1; count <= most && first + count <= groups.count; count++) {
    const last = first + count - 1;
    if (
      count > 1 &&
      (separator === undefined || !/^[ -]$/.test(separator) || groups.separator(last - 1, 1) !== separator)
    )
      break;
    if (digits.length + groups.size(last) > 19) break;
    digits += groups.digits(last);
    if (digits.length < 12 || (count > 1 && !isUsualSplit(groups, first, count))) continue;
    if (hasCardIssuer(digits) && passesLuhn(digits) && standsAlone(groups.text, groups.start(first), groups.end(last)))
      best = count;
  }
  return best;
}

/** Printed cards have no group of a single digit but the last. */
function isUsualSplit(groups: DigitGroups, first: number, count: number): boolean {
  for (let group = first + 1; group < first + count - 1; group++) if (groups.size(group) < 3) return false;
  return true;
}
