import type { Random } from '../../random/random.ts';

/** No run of six digits or more, no capitalised name, nothing that a recogniser of the ten types could take for its own. */
const adjectives = ['small', 'large', 'folding', 'woollen', 'ceramic', 'recycled', 'quiet', 'striped', 'insulated'];
const things = [
  'kettle',
  'lamp',
  'backpack',
  'blanket',
  'notebook',
  'umbrella',
  'bicycle pump',
  'tea set',
  'desk shelf',
];
const actions = ['created', 'updated', 'approved', 'exported', 'archived', 'reopened', 'merged', 'assigned'];
const sentences = [
  'The parcel came two days late and the seal was open',
  'Nothing else on the order looks wrong',
  'The second page of the form keeps asking for the same box to be ticked',
  'A refund to the original method of payment is fine',
  'The app shows the right amount but the receipt does not',
  'This is the third time in a month and a reply within a week would help',
  'The discount from the newsletter was not taken into account',
  'Delivery in the afternoon is better than in the morning',
  'The invoice should be split by cost centre from next quarter on',
  'The courier left it with the neighbours without a note',
];

/** The moment all planned timestamps count from: a plan must not depend on the day it is made. */
const reference = Date.UTC(2026, 0, 5);

export function timestamp(random: Random): string {
  return new Date(reference + random.integer(0, 200 * 86_400) * 1000 + random.integer(0, 999)).toISOString();
}

/** A UUID of version 4 in which no three digits follow each other, so that it cannot hold anything that looks like a number. */
export function uuid(random: Random): string {
  const quad = () => random.pick(quads);
  return `${quad()}${quad()}-${quad()}-4${quad().slice(1)}-a${quad().slice(1)}-${quad()}${quad()}${quad()}`;
}

/** Letter, digit, letter, digit: all that `uuid` is put together from. */
const quads = [...'abcdef'].flatMap((first) =>
  [...'0123456789'].flatMap((second) =>
    [...'abcdef'].map((third) => `${first}${second}${third}${(Number(second) * 7 + 3) % 10}`),
  ),
);

export function token(random: Random, prefix: string): string {
  return `${prefix}_${random.letters(8)}`;
}

export function amount(random: Random): number {
  return random.integer(199, 49_999) / 100;
}

export function product(random: Random): string {
  return `${random.pick(adjectives)} ${random.pick(things)}`;
}

export function sentence(random: Random): string {
  return `${random.pick(sentences)}. `;
}

/** `count` lines of an order. */
export function orderLines(random: Random, count: number) {
  return Array.from({ length: count }, () => ({
    sku: token(random, 'sku'),
    title: product(random),
    quantity: random.integer(1, 4),
    unit_price: amount(random),
    currency: random.pick(['usd', 'eur', 'gbp']),
  }));
}

/** `count` entries of the kind that services append to what they answer. */
export function auditTrail(random: Random, count: number) {
  return Array.from({ length: count }, () => ({
    action: random.pick(actions),
    at: timestamp(random),
    trace: uuid(random),
    revision: random.integer(1, 40),
  }));
}
