import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TextField } from '../fields/text-field.ts';
import { fieldChunks } from './field-chunks.ts';
import { tokenise } from './tokenise.ts';

const field = (text: string, parentWords: readonly string[] = [], ownWords: readonly string[] = []): TextField => ({
  text,
  parentWords,
  ownWords,
  path: () => '$',
});
const words = (text: string) => [...fieldChunks(field(text))].map(({ tokens }) => tokens.length);

test('chunks hold every word of any text once and in order, 64 at most', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom('.', '\n', 'Ada', 'of', 'x7', '…', 'née'), fc.string())), (parts) => {
      const text = parts.join(' ');
      const chunks = [...fieldChunks(field(text))];
      expect(chunks.flatMap(({ tokens }) => tokens)).toEqual([...tokenise(text)]);
      expect(Math.max(0, ...chunks.map(({ tokens }) => tokens.length))).toBeLessThanOrEqual(64);
    }),
  );
});

test('a long text is cut where a line ends, else where a sentence does, else where 64 words are full', () => {
  const run = (count: number) => 'word '.repeat(count).trim();
  expect(words(`${run(40)}\n${run(15)}. ${run(30)}`)).toEqual([40, 46]);
  expect(words(`${run(40)}. ${run(60)}`)).toEqual([41, 60]);
  expect(words(run(100))).toEqual([64, 36]);
});

test('the nearest names above a text are its context', () => {
  const chunk = [...fieldChunks(field('Ada', ['order', 'billing', 'address'], ['full', 'name']))][0];
  expect(chunk?.context).toEqual(['billing', 'address', 'full', 'name']);
});

test('packed data is no words, writing without blanks is', () => {
  expect(words(`See ${'w8PD'.repeat(40)} there`)).toEqual([2]);
  expect(words('山'.repeat(130))).not.toEqual([]);
});
