import type { EntityType } from '../../entities/entity-type.ts';

/** How far from a hit a word counts, before and behind it, in bytes; a record's other values may stand further off. */
const wordsBefore = 64;
const wordsBehind = 32;
const recordSize = 4096;

/** Words by which people name a value of a type; a word in a field's or a variable's name counts too. */
const words: Readonly<Record<EntityType, RegExp>> = {
  PERSON: /name|person|user|customer|contact|employee|patient/,
  EMAIL_ADDRESS: /mail|user|login|contact/,
  PHONE_NUMBER: /phone|mobile|cell|\btel|call|contact/,
  US_SSN: /ssn|social|tax|\btin\b/,
  CREDIT_CARD: /card|credit|\bpan\b|payment/,
  STREET_ADDRESS: /address|street|addr/,
  US_BANK_NUMBER: /account|acct|bank|iban|deposit/,
  US_DRIVER_LICENSE: /licen[cs]e|driver|\bdln?\b/,
  LOCATION: /city|town|location|address|place/,
  ORGANIZATION: /company|employer|organi[sz]ation|merchant|vendor|business/,
};

interface Place {
  readonly start: number;
  readonly end: number;
}

interface Found extends Place {
  readonly value: { readonly type: EntityType; readonly exchangeId: string; readonly field: string };
}

/**
 * Whether something near says what a short form is: a word for its type, the name of the field that it was planted in, or
 * another value of its exchange.
 */
export function isInCompany(data: Buffer, hit: Found, others: readonly Found[]): boolean {
  const { value, start, end } = hit;
  const isNear = (other: Found) =>
    other.value !== value && other.value.exchangeId === value.exchangeId && Math.abs(other.start - start) < recordSize;
  if (others.some(isNear)) return true;
  const before = data.toString('latin1', Math.max(0, start - wordsBefore), start);
  const behind = data.toString('latin1', end, end + wordsBehind);
  const near = `${before}|${behind}`.replaceAll('\0', '').toLowerCase();
  return words[value.type].test(near) || (value.field.length > 2 && near.includes(value.field.toLowerCase()));
}
