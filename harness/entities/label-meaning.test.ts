import { expect, test } from 'vitest';
import { labelMeaning } from './label-meaning.ts';

test.each([
  ['PER', 'PERSON'],
  ['given_name', 'PERSON'],
  ['person-actor', 'PERSON'],
  ['GPE', 'LOCATION'],
  ['street address', 'STREET_ADDRESS'],
  ['credit-card', 'CREDIT_CARD'],
  ['MISC', undefined],
  ['event-person', undefined],
])('%s means %s', (name, type) => {
  expect(labelMeaning(name)?.type).toBe(type);
});
