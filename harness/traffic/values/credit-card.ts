import type { Draw } from './draw.ts';
import { luhnDigit } from './luhn.ts';

interface Issuer {
  readonly prefix: (draw: Draw) => string;
  readonly length: number;
  readonly groups: readonly number[];
}

/** Issuer ranges of the big four networks, without those that only some recognisers know. */
const issuers: readonly Issuer[] = [
  { prefix: () => '4', length: 16, groups: [4, 4, 4, 4] },
  { prefix: ({ random }) => String(random.integer(51, 55)), length: 16, groups: [4, 4, 4, 4] },
  { prefix: ({ random }) => String(random.integer(2221, 2720)), length: 16, groups: [4, 4, 4, 4] },
  { prefix: ({ random }) => random.pick(['34', '37']), length: 15, groups: [4, 6, 5] },
  { prefix: () => '6011', length: 16, groups: [4, 4, 4, 4] },
];

/**
 * A card number of a real issuer range that passes the Luhn check, bare or in the groups of the embossed card. One of 15
 * digits is always in groups: bare, it turns up in a list of numbers by chance.
 */
export function creditCard(draw: Draw): string {
  const issuer = draw.random.pick(issuers);
  const prefix = issuer.prefix(draw);
  const payload = prefix + draw.random.digits(issuer.length - prefix.length - 1);
  const number = payload + luhnDigit(payload);
  const separator = draw.random.pick(issuer.length < 16 ? [' ', '-'] : ['', '', ' ', '-']);
  let start = 0;
  return issuer.groups
    .map((size) => {
      start += size;
      return number.slice(start - size, start);
    })
    .join(separator);
}
