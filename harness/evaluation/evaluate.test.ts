import { expect, test } from 'vitest';
import type { EntitySpan } from './entity-span.ts';
import { evaluate } from './evaluate.ts';
import type { LabelledText } from './labelled-text.ts';
import { evaluationJson } from './report/evaluation-json.ts';
import { formatEvaluation } from './report/format-evaluation.ts';

const texts: readonly LabelledText[] = [
  { text: 'Ada lives', labels: [{ name: 'PER', start: 0, end: 3 }] },
  { text: 'in Bern', labels: [{ name: 'GPE', start: 3, end: 7 }] },
  { text: 'May', labels: [{ name: 'DATE', start: 0, end: 3 }] },
];
const answers: Readonly<Record<string, readonly EntitySpan[]>> = {
  'Ada lives': [{ type: 'PERSON', start: 0, end: 9 }],
  'in Bern': [
    { type: 'LOCATION', start: 3, end: 7 },
    { type: 'US_SSN', start: 0, end: 2 },
  ],
  May: [{ type: 'PERSON', start: 0, end: 3 }],
};
const sets = [{ name: 'x', sources: [{ file: 'x/a.json', texts }] }];
const measured = await evaluate(sets, async (text) => ({
  spans: answers[text] ?? [],
  unplaced: text === 'May' ? ['LOCATION'] : [],
  incomplete: undefined,
}));

test('counts by span and by character, and what is left out', () => {
  expect(evaluationJson(measured)).toMatchObject({
    all: {
      overlap: { labelled: 2, found: 3, both: 1 },
      exact: { both: 1 },
      characters: { labelled: 7, found: 13, both: 7 },
    },
    types: {
      PERSON: { overlap: { both: 0, precision: 0 } },
      LOCATION: { overlap: { both: 1, recall: 1, precision: 0.5 } },
    },
    leftOut: {
      foreignLabels: { DATE: 1 },
      nestedLabels: 0,
      addressLabels: 0,
      findings: { unscored: 1, foreign: 1, nested: 0 },
    },
    unplaced: 1,
  });
});

test('a shortfall says where, in its source', () => {
  expect(measured.sets[0]?.sources[0]?.shortfalls).toEqual([
    { kind: 'missed', type: 'PERSON', text: 1, start: 0, end: 3 },
    { kind: 'extra', type: 'PERSON', text: 1, start: 0, end: 9 },
    { kind: 'extra', type: 'LOCATION', text: 3, start: 0, end: 0 },
  ]);
});

test('the tables fit 60 columns, and say what was left out', () => {
  const report = formatEvaluation(measured, 60, true);
  expect(Math.max(...report.split('\n').map((line) => line.length))).toBe(60);
  expect(report).toContain('PERSON                    1        1 0.000 0.000 0.000 0.000');
  expect(report).toContain('    extra  LOCATION           text 3 at place unknown');
  const prose = report.replace(/\s+/g, ' ');
  expect(prose).toContain('Left out, labels without a counterpart: DATE 1; findings there: 1.');
  expect(prose).toContain('Left out, findings of types that their set never labels: 1.');
  expect(prose).toContain('Counted as extra, place in the text unknown: 1 finding.');
});

test('a set that labels nothing says that nothing is scored', async () => {
  const none = await evaluate(
    [{ name: 'y', sources: [{ file: 'y', texts: [{ text: 'a', labels: [] }] }] }],
    async () => ({
      spans: [{ type: 'PERSON', start: 0, end: 1 }],
      unplaced: [],
      incomplete: 'longer than 3 characters',
    }),
  );
  const report = formatEvaluation(none, 80, false);
  expect(report).toContain('y labels none of the ten types, so nothing is scored on it');
  expect(report).toMatch(/^all +0 +0 +– +– +– +–$/m);
  expect(report).toContain('Not read to their end: 1 text.');
});
