import type { Draw } from './draw.ts';

const domains = [
  'example.com',
  'example.org',
  'example.net',
  'mail.example.com',
  'post.example.org',
  'corp.example.net',
];
const streetSuffixes = [
  'Street',
  'Avenue',
  'Road',
  'Lane',
  'Drive',
  'Court',
  'Place',
  'Boulevard',
  'Terrace',
  'Way',
  'Parkway',
];
const companySuffixes = [
  'Group',
  'Inc',
  'LLC',
  'and Sons',
  '& Partners',
  'Holdings',
  'Logistics',
  'Industries',
  'Bank',
  'Foods',
];

/** First and last name. */
export function person({ faker }: Draw): string {
  return `${faker.person.firstName()} ${faker.person.lastName()}`;
}

/** A mailbox under a domain that nobody can own (RFC 2606). */
export function emailAddress({ random, faker }: Draw): string {
  const first = faker.person.firstName();
  const last = faker.person.lastName();
  const mark = random.chance(0.5) ? random.integer(2, 98) : '';
  const name = `${first}${random.pick(['.', '_', '-'])}${last}${mark}`.toLowerCase().replaceAll(/[^a-z0-9._-]/g, '');
  return `${name}@${random.pick(domains)}`;
}

/** A town, without state or country. */
export function location({ faker }: Draw): string {
  return faker.location.city();
}

/** A company name. */
export function organization({ random, faker }: Draw): string {
  const owner = faker.person.lastName();
  const joined = random.chance(0.4) ? `${owner} ${faker.person.lastName()}` : owner;
  return `${joined} ${random.pick(companySuffixes)}`;
}

/** House number and street, sometimes with an apartment; no town. */
export function streetAddress({ random, faker }: Draw): string {
  const street = `${faker.person.lastName()} ${random.pick(streetSuffixes)}`;
  const unit = random.chance(0.25) ? `, Apt ${random.integer(2, 89)}` : '';
  return `${random.integer(102, 9898)} ${street}${unit}`;
}
