import { expect, test } from 'vitest';
import { entityTypes } from '../entities/entity-type.ts';
import { suggestEntityType } from './suggest-entity-type.ts';

test.each([
  ['SSN', 'US_SSN'],
  ['EMAIL', 'EMAIL_ADDRESS'],
  ['PHONE', 'PHONE_NUMBER'],
  ['CREDITCARD', 'CREDIT_CARD'],
  ['CREDIT-CARD', 'CREDIT_CARD'],
  ['person', 'PERSON'],
  ['PERSONS', 'PERSON'],
  ['ORGANISATION', 'ORGANIZATION'],
  ['DRIVER_LICENSE', 'US_DRIVER_LICENSE'],
  ['BANK_NUMBER', 'US_BANK_NUMBER'],
  ['STREET', 'STREET_ADDRESS'],
  ['LOCATON', 'LOCATION'],
])('%s means %s', (written, meant) => {
  expect(suggestEntityType(written)).toBe(meant);
});

test('every type means itself, and a stranger nothing', () => {
  for (const type of entityTypes) expect(suggestEntityType(type)).toBe(type);
  expect(suggestEntityType('IBAN')).toBeUndefined();
  expect(suggestEntityType('')).toBeUndefined();
});
