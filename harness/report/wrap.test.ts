import { expect, test } from 'vitest';
import { wrap } from './wrap.ts';

test.each([
  ['a text that is long', 6, ['a text', 'that', 'is', 'long']],
  ['short\nand then a line of its own', 14, ['short', 'and then a', 'line of its', 'own']],
  ['a /path/that/is/longer/than/a/line', 6, ['a', '/path/that/is/longer/than/a/line']],
])('%j in %i columns', (text, width, lines) => {
  expect(wrap(text, width)).toEqual(lines);
});
