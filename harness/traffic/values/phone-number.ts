import type { Draw } from './draw.ts';

/** Area codes in service for decades, so that an older metadata file knows them too. */
const areaCodes = [
  '202',
  '206',
  '212',
  '213',
  '303',
  '305',
  '312',
  '404',
  '415',
  '503',
  '512',
  '602',
  '617',
  '702',
  '713',
];

const formats: readonly ((draw: Draw) => string)[] = [
  (draw) => northAmerica(draw, ['+1', ' ', '-', '-']),
  (draw) => northAmerica(draw, ['+1', ' (', ') ', '-']),
  (draw) => northAmerica(draw, ['+1', ' ', ' ', ' ']),
  ({ random }) => `+44 7${random.pick(['4', '5', '8'])}${random.digits(2)} ${random.digits(6)}`,
  ({ random }) => `+49 1511 ${random.digits(7)}`,
  ({ random }) => `+33 6 ${random.integer(12, 29)} ${[1, 2, 3].map(() => random.digits(2)).join(' ')}`,
  ({ random }) => `+61 41${random.digits(1)} ${random.digits(3)} ${random.digits(3)}`,
];

/**
 * A phone number in international form that libphonenumber calls valid; half of them North American. All are in groups:
 * eleven digits in a row turn up in a list of numbers by chance.
 */
export function phoneNumber(draw: Draw): string {
  return draw.random.pick(formats)(draw);
}

function northAmerica({ random }: Draw, [country, before, after, dash]: [string, string, string, string]): string {
  const exchange = `${random.integer(2, 9)}${random.integer(2, 9)}${random.integer(2, 9)}`;
  const safe = exchange === '555' ? '556' : exchange;
  return `${country}${before}${random.pick(areaCodes)}${after}${safe}${dash}${random.digits(4)}`;
}
