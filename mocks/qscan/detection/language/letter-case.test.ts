import { expect, test } from 'vitest';
import { letterCase, nameCase } from './letter-case.ts';

test.each([
  ['ada', 2],
  ['Ada', 4],
  ['A', 4],
  ['ADA', 6],
  ['McCoy', 8],
  ['42', 0],
  ['É', 4],
  ['Zoë', 4],
  ['山田', 4],
])('%s is of class %i, and of the next where it is glued to what stands before it', (word, kind) => {
  expect([letterCase(word, false), letterCase(word, true)]).toEqual([kind, kind + 1]);
  expect(kind + 1).toBeLessThan(nameCase);
});
