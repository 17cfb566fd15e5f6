import { contextStrength } from './context.ts';
import { explainContext } from './explain-context.ts';
import { isNamedForOther } from './names-other.ts';
import type { Recogniser } from './recogniser.ts';
import { standsAlone } from './stands-alone.ts';

const routingContext = new Set(['routing', 'aba', 'rtn', 'transit', 'ach', 'wire']);
const accountContext = new Set([
  'account',
  'acct',
  'accounts',
  'bank',
  'checking',
  'savings',
  'deposit',
  'iban',
  'beneficiary',
  'ach',
]);
const routingBase = 0.3;
const routingWeight = 0.65;
const accountBase = 0.15;
const accountWeight = 0.7;
/** An `account_id` is no account. */
const noAccount = new Set(['id', 'code', 'phone', 'zip']);

/**
 * Bank numbers of the United States: routing numbers by their checksum (ABA) and context, account numbers (6 to 17 digits,
 * no checksum exists) by context alone.
 */
export const usBankNumber: Recogniser = function* (field, groups) {
  if (isNamedForOther(field.ownWords, noAccount)) return;
  for (let group = 0; group < groups.count; group++) {
    const size = groups.size(group);
    if (size < 6 || size > 17) continue;
    const start = groups.start(group);
    const end = groups.end(group);
    if (!standsAlone(groups.text, start, end) || isDecimal(groups.text, start, end)) continue;
    const routing =
      size === 9 && isRoutingNumber(groups.digits(group)) ? contextStrength(field, start, end, routingContext) : 0;
    const account = contextStrength(field, start, end, accountContext);
    const asRouting = routing > 0 ? routingBase + routingWeight * routing : 0;
    const asAccount = account > 0 ? accountBase + accountWeight * account : 0;
    const score = Math.max(asRouting, asAccount);
    if (score === 0) continue;
    const explain = () =>
      asRouting >= asAccount
        ? [
            { reason: 'nine digits with the checksum and prefix of a routing number', score: routingBase },
            ...explainContext(field, { start, end }, routingContext, routingWeight),
          ]
        : [
            { reason: `${size} digits, as an account may have`, score: accountBase },
            ...explainContext(field, { start, end }, accountContext, accountWeight),
          ];
    yield { type: 'US_BANK_NUMBER', score, start, end, explain };
  }
};

/** Checksum of the American Bankers Association over digits weighted 3, 7, 1, and the prefixes the Federal Reserve issued. */
export function isRoutingNumber(digits: string): boolean {
  const prefix = Number(digits.slice(0, 2));
  if (!(prefix <= 12 || (prefix >= 21 && prefix <= 32) || (prefix >= 61 && prefix <= 72) || prefix === 80))
    return false;
  if (!/^\d{9}$/.test(digits) || digits === '000000000') return false;
  return [...digits].reduce((sum, digit, index) => sum + Number(digit) * ([3, 7, 1][index % 3] ?? 0), 0) % 10 === 0;
}

function isDecimal(text: string, start: number, end: number): boolean {
  const digit = /\d/;
  return (
    (text[start - 1] === '.' && digit.test(text[start - 2] ?? '')) ||
    (text[end] === '.' && digit.test(text[end + 1] ?? ''))
  );
}
