import { expect, test } from 'vitest';
import { candidateStretch } from './candidate-stretch.ts';
import { tokenise } from './tokenise.ts';

const stretch = (text: string) => {
  const tokens = candidateStretch(text, [...tokenise(text)]);
  return text.slice(tokens[0]?.start ?? 0, tokens.at(-1)?.end ?? 0);
};

test.each([
  ['The seal was open. Nothing else looks wrong on Monday.', ''],
  ['The seal was open. Please call Ada back. Thanks!', 'Please call Ada back.'],
  ['Ada called. It rained. She saw Bob\nand left. Hello?', 'Ada called. It rained. She saw Bob'],
  ['I told you so, and ada did, too.', ''],
  ['ask for 山田 now', 'ask for 山田 now'],
  ['', ''],
])('of %j the model is asked about %j', (text, asked) => {
  expect(stretch(text)).toBe(asked);
});
