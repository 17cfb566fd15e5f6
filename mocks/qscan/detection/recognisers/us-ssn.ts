import type { TextField } from '../fields/text-field.ts';
import { contextStrength } from './context.ts';
import { explainContext } from './explain-context.ts';
import type { Recogniser } from './recogniser.ts';
import { standsAlone } from './stands-alone.ts';

const context = new Set(['ssn', 'ssns', 'social', 'security', 'ssid', 'taxpayer', 'tin', 'itin']);
/** What else has numbers of such a form. */
const otherNumbers = new Set([
  ...['order', 'orders', 'invoice', 'part', 'sku', 'item', 'serial', 'model', 'batch', 'lot', 'shipment', 'tracking'],
  ...['case', 'ticket', 'job', 'bug'],
]);
/** Such a word in the field's own name, or among the four words before. */
const nearEnough = 0.75;
/** Numbers printed in advertisements, never valid: https://www.ssa.gov/history/ssn/misused.html and the usual samples. */
const samples = new Set(['078051120', '219099999', '123456789', '457555462', '987654320']);

/**
 * Social Security numbers by the issuing rules (SSA: area not 000, 666 or 9xx, group not 00, serial not 0000).
 * Nine bare digits, or digits set apart by spaces, count only with context.
 */
export const usSsn: Recogniser = function* (field, groups) {
  for (let group = 0; group < groups.count; group++) {
    const parts = groups.size(group) === 9 ? 1 : isSplit(groups, group) ? 3 : 0;
    if (parts === 0) continue;
    const start = groups.start(group);
    const end = groups.end(group + parts - 1);
    const digits = groups.text.slice(start, end).replace(/\D/g, '');
    if (!isIssued(digits) || !standsAlone(groups.text, start, end)) continue;
    const isOther = parts === 3 && isOtherNumber(field, start, end);
    const base = parts === 1 ? 0.05 : isOther ? 0.2 : groups.text[start + 3] === '-' ? 0.6 : 0.35;
    const weight = (0.98 - base) * 0.9;
    yield {
      type: 'US_SSN',
      score: base + weight * contextStrength(field, start, end, context),
      start,
      end,
      explain: () => [
        {
          reason: `nine digits that the SSA may issue, ${parts === 1 ? 'bare' : 'as 3, 2 and 4'}${isOther ? ', named as something else' : ''}`,
          score: base,
        },
        ...explainContext(field, { start, end }, context, weight),
      ],
    };
  }
};

/** Whether the number is said to be another's, and no word speaks of social security. */
function isOtherNumber(field: TextField, start: number, end: number): boolean {
  return (
    contextStrength(field, start, end, otherNumbers) >= nearEnough && contextStrength(field, start, end, context) === 0
  );
}

function isSplit(groups: Parameters<Recogniser>[1], group: number): boolean {
  if (groups.size(group) !== 3 || groups.size(group + 1) !== 2 || groups.size(group + 2) !== 4) return false;
  const separator = groups.separator(group, 1);
  return (
    separator !== undefined &&
    ['-', ' ', '.'].includes(separator) &&
    groups.separator(group + 1, 1) === separator &&
    groups.separator(group - 1, 1) !== separator &&
    groups.separator(group + 2, 1) !== separator
  );
}

function isIssued(digits: string): boolean {
  const area = digits.slice(0, 3);
  if (area === '000' || area === '666' || area.startsWith('9')) return false;
  return digits.slice(3, 5) !== '00' && digits.slice(5) !== '0000' && !samples.has(digits);
}
