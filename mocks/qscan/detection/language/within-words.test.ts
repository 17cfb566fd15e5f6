import { expect, test } from 'vitest';
import type { TextField } from '../fields/text-field.ts';
import { withinWords } from './within-words.ts';

const field = (text: string, ...ownWords: string[]): TextField => ({
  text,
  ownWords,
  parentWords: [],
  path: () => '$',
});
const texts = (fields: readonly TextField[], most: number) => withinWords(fields, most)?.map(({ text }) => text);

test('fields within the limit are left as they are', () => {
  expect(texts([field('Ada met Bob in the old town of London')], 3)).toBeUndefined();
  expect(texts([field('Ada')], 100)).toBeUndefined();
});

test('the field that meets the limit is cut before the word too many, those behind it are empty', () => {
  expect(texts([field('of Ada and Bob'), field('Eve, Mallory'), field('Zoë')], 3)).toEqual([
    'of Ada and Bob',
    'Eve, ',
    '',
  ]);
});

test('in a field that is named for language every word counts', () => {
  expect(texts([field('ada of home', 'city')], 2)).toEqual(['ada of ']);
  expect(texts([field('ada of home')], 2)).toBeUndefined();
});

test('a letter inside a code begins no word', () => {
  expect(texts([field('w8PDw8PDw8PDw8PD')], 1)).toBeUndefined();
});
