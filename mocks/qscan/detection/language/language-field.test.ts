import { expect, test } from 'vitest';
import { mayHoldLanguage } from './language-field.ts';

const may = (text: string, ...ownWords: string[]) =>
  mayHoldLanguage({ text, ownWords, parentWords: [], path: () => '$' });

test.each<[string, string[]]>([
  ['Ada', ['value']],
  ['ada', ['customer', 'name']],
  ['IBM', ['company']],
  ['lives in oslo now', ['note']],
  ['山田', []],
])('the model is asked about %j in a field %j', (text, words) => {
  expect(may(text, ...words)).toBe(true);
});

test.each<[string, string[]]>([
  ['in transit', ['status']],
  ['a@b.example c@d.example e@f.example', []],
  ['insulated tea set', ['title']],
  ['card_present', ['mode']],
  ['ORD-88120', ['name']],
  ['AUTHORIZED', ['status']],
  ['2026-02-11T04:10:00Z', ['created']],
  ['https://shop.example/Ada', ['url']],
  ['42', ['name']],
])('and not about %j in a field %j', (text, words) => {
  expect(may(text, ...words)).toBe(false);
});
