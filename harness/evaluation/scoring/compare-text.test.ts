import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entityTypes } from '../../entities/entity-type.ts';
import type { EntitySpan } from '../entity-span.ts';
import { compareText } from './compare-text.ts';
import { figuresOf } from './figures.ts';
import { Tally } from './tally.ts';
import { truthOf } from './truth.ts';

const all = new Set(entityTypes);
const text = 'Dr Ada Byron, 5 Bern Road, Bern, since May';
const label = (name: string, value: string, from = 0) => {
  const start = text.indexOf(value, from);
  return { name, start, end: start + value.length };
};
const span = (type: EntitySpan['type'], value: string, from = 0): EntitySpan => {
  const { start, end } = label('', value, from);
  return { type, start, end };
};

test('labels of other sets are read by the table: names become types, parts become values', () => {
  const labels = [label('GIVENNAME', 'Ada'), label('Surname', 'Byron'), label('GPE', 'Bern', 25), label('DATE', 'May')];
  expect(truthOf({ text, labels })).toEqual({
    spans: [span('PERSON', 'Ada Byron'), span('LOCATION', 'Bern', 25)],
    nested: [],
    addresses: [],
    foreign: [label('DATE', 'May')],
  });
});

test('a house number, a street and a flat side by side are one address', () => {
  const address = '23 8 Bern Road, suite 7';
  const labels = [
    { name: 'ADDRESS', start: 16, end: 23 },
    { name: 'ADDRESS', start: 3, end: 14 },
    { name: 'ADDRESS', start: 0, end: 2 },
  ];
  expect(truthOf({ text: address, labels }).spans).toEqual([{ type: 'STREET_ADDRESS', start: 0, end: 23 }]);
});

test('two whole names side by side stay two', () => {
  const labels = [label('PER', 'Ada'), label('PER', 'Byron')];
  expect(truthOf({ text, labels }).spans).toHaveLength(2);
});

test('a place in a street counts for nothing, labelled or found; one beside it counts', () => {
  const street = label('STREET_ADDRESS', '5 Bern Road');
  const inner = span('LOCATION', 'Bern', 10);
  for (const labels of [[street], [street, label('LOC', 'Bern', 10)]]) {
    const compared = compareText(truthOf({ text, labels }), [span('STREET_ADDRESS', '5 Bern Road'), inner], all);
    expect(compared).toMatchObject({ missed: [], extra: [], leftOut: { nested: 1 } });
    expect(compared.labelled).toHaveLength(1);
  }
  const missed = compareText(truthOf({ text, labels: [street, label('LOC', 'Bern', 25)] }), [inner], all);
  expect(missed.missed).toHaveLength(2);
});

test('a postal address is compared by its street, and a town in the rest of it counts for nothing', () => {
  const address = 'Ship to 12 Elm St\nSpringfield, IL 62704';
  const truth = truthOf({ text: address, labels: [{ name: 'STREET_ADDRESS', start: 8, end: 39 }] });
  expect(truth).toMatchObject({ spans: [{ start: 8, end: 17 }], addresses: [{ start: 8, end: 39 }] });
  const found = [
    { type: 'STREET_ADDRESS', start: 8, end: 17 },
    { type: 'LOCATION', start: 18, end: 29 },
  ] as const;
  expect(compareText(truth, found, all)).toMatchObject({ missed: [], extra: [], leftOut: { nested: 1 } });
});

test('a label without a counterpart takes findings there with it, and no others', () => {
  const truth = truthOf({ text, labels: [label('DATE', 'since May')] });
  const compared = compareText(truth, [span('PERSON', 'May'), span('PERSON', 'Ada')], all);
  expect(compared).toMatchObject({ extra: [span('PERSON', 'Ada')], leftOut: { foreign: 1 } });
});

test('a type that the set never labels is not scored', () => {
  const compared = compareText(truthOf({ text, labels: [] }), [span('LOCATION', 'Bern')], new Set(['PERSON']));
  expect(compared).toMatchObject({ found: [], extra: [], leftOut: { unscored: 1 } });
});

const anySpan = fc
  .record({ type: fc.constantFrom(...entityTypes), start: fc.nat(40), length: fc.integer({ min: 1, max: 9 }) })
  .map(({ type, start, length }): EntitySpan => ({ type, start, end: start + length }));

test('what is found as it is labelled has figures of 1; counts add up, and exact is never more than overlap', () => {
  fc.assert(
    fc.property(fc.array(anySpan), fc.array(anySpan), (labelled, found) => {
      const truth = { spans: labelled, nested: [], addresses: [], foreign: [] };
      const same = new Tally();
      same.add(compareText(truth, labelled, all));
      const { labelledCharacters, foundCharacters, commonCharacters, ...spans } = same.all;
      const { length } = labelled;
      expect(spans).toEqual({ labelled: length, found: length, exact: length, overlap: length });
      expect([foundCharacters, commonCharacters]).toEqual([labelledCharacters, labelledCharacters]);

      const compared = compareText(truth, found, all);
      const leftOut = Object.values(compared.leftOut).reduce((sum, number) => sum + number, 0);
      expect(compared.found.length + leftOut).toBe(found.length);
      expect(compared.overlap.length + compared.missed.length).toBe(length);
      expect(compared.overlap.length + compared.extra.length).toBe(compared.found.length);
      expect(compared.exact.length).toBeLessThanOrEqual(compared.overlap.length);
      const {
        f1 = 0,
        f2 = 0,
        precision = 0,
        recall = 0,
      } = figuresOf(length, compared.found.length, compared.overlap.length);
      for (const value of [f1, f2]) {
        expect(value).toBeGreaterThanOrEqual(Math.min(precision, recall) - 1e-9);
        expect(value).toBeLessThanOrEqual(Math.max(precision, recall) + 1e-9);
      }
    }),
  );
});

test('F2 leans to recall, and nothing to divide by is no figure', () => {
  const { precision, recall, f1, f2 } = figuresOf(10, 5, 5);
  expect([precision, recall, f1, f2]).toEqual([1, 0.5, 10 / 15, 25 / 45]);
  expect(figuresOf(0, 0, 0)).toEqual({ precision: undefined, recall: undefined, f1: undefined, f2: undefined });
});
