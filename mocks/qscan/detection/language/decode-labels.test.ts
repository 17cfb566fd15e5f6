import { expect, test } from 'vitest';
import type { Chunk } from './chunk.ts';
import { decodeLabels } from './decode-labels.ts';
import { modelLabels } from './model/model-labels.ts';
import { tokenise } from './tokenise.ts';

const names = ['O', 'B-PER', 'I-PER', 'B-LOC', 'I-LOC'];
const labels = modelLabels(Object.fromEntries(names.entries()), new Map());

/** Spans of a text whose words a model labels so; a label may come with its logit above the others'. */
function spans(text: string, ...answers: readonly (string | readonly [string, number])[]) {
  const tokens = [...tokenise(text)];
  const chunk: Chunk = { field: { text, ownWords: [], parentWords: [], path: () => '$' }, context: [], tokens };
  const found = decodeLabels(chunk, labels, (word) => {
    const [name, logit] = [answers[word] ?? 'O'].flat() as [string, number?];
    return Float32Array.from(names, (other) => (other === name ? (logit ?? 9) : 0));
  });
  return found.map(({ type, start, end }) => [type, text.slice(start, end)]);
}

test('a value begins with B or after something else, and goes on with I', () => {
  expect(spans('Ada Lovelace met Bob', 'B-PER', 'I-PER', 'O', 'I-PER')).toEqual([
    ['PERSON', 'Ada Lovelace'],
    ['PERSON', 'Bob'],
  ]);
  expect(spans('Ada Bob Oslo', 'B-PER', 'B-PER', 'I-LOC')).toEqual([
    ['PERSON', 'Ada'],
    ['PERSON', 'Bob'],
    ['LOCATION', 'Oslo'],
  ]);
});

test('a sign at the end of a value is not part of it, and signs alone are no value', () => {
  expect(spans('Ada , Bob', 'B-PER', 'I-PER', 'B-PER')).toEqual([
    ['PERSON', 'Ada'],
    ['PERSON', 'Bob'],
  ]);
  expect(spans('- -', 'B-PER', 'I-PER')).toEqual([]);
});

test('a word of which the model is unsure belongs to no value', () => {
  expect(spans('Ada', ['O', 1])).toEqual([]);
  expect(spans('Ada', ['B-PER', 6])).toEqual([['PERSON', 'Ada']]);
});
