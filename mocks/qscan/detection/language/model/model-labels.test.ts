import { expect, test } from 'vitest';
import { modelLabels } from './model-labels.ts';

const labelled = (...names: string[]) => Object.fromEntries(names.entries());
const none = new Map();

test('names of other schemes mean the types that they have a counterpart in', () => {
  expect(modelLabels(labelled('O', 'B-PER', 'I-PER', 'B-MISC', 'GPE', 'U-ORG', 'S_LOC', 'E-ORG'), none)).toEqual([
    undefined,
    { type: 'PERSON', begins: true },
    { type: 'PERSON', begins: false },
    undefined,
    { type: 'LOCATION', begins: false },
    { type: 'ORGANIZATION', begins: true },
    { type: 'LOCATION', begins: true },
    { type: 'ORGANIZATION', begins: false },
  ]);
});

test('a part of a name goes on from another, and types that have a pattern are not asked for', () => {
  expect(modelLabels(labelled('B-GIVENNAME', 'B-SURNAME', 'E-MAIL', 'B-CREDITCARDNUMBER'), none)).toEqual([
    { type: 'PERSON', begins: false },
    { type: 'PERSON', begins: false },
    undefined,
    undefined,
  ]);
});

test('what a label means can be said by its whole name or the one behind its place', () => {
  expect(modelLabels(labelled('LABEL_0', 'LABEL_1'), new Map([['LABEL_1', 'PERSON']]))[1]?.type).toBe('PERSON');
  for (const name of ['B-STR', 'STR']) {
    expect(modelLabels(labelled('O', 'B-STR'), new Map([[name, 'STREET_ADDRESS']]))[1]).toEqual({
      type: 'STREET_ADDRESS',
      begins: true,
    });
  }
});

test.each([
  ['no label means anything', labelled('LABEL_0', 'LABEL_1'), none, /LABEL_0, LABEL_1.*--label NAME=TYPE/],
  [
    'a label is said that there is not',
    labelled('O', 'B-PER'),
    new Map([['PERS', 'PERSON' as const]]),
    /no label PERS/,
  ],
])('told plainly: %s', (_, id2label, mapped, message) => {
  expect(() => modelLabels(id2label, mapped)).toThrow(message);
});
