import { expect, test } from 'vitest';
import { withoutValues } from './write-kind-evidence.ts';

const holdsValue = (text: string) => /s3cr\s*et/.test(text);

test('lines that hold a planted value are withheld, the others stay', () => {
  expect(withoutValues('a\nx s3cret y\nb', holdsValue)).toBe('a\n(a line is withheld: it holds a planted value)\nb');
  expect(withoutValues('a\nb', holdsValue)).toBe('a\nb');
});

test('of a text whose value runs over the end of a line nothing is shown', () => {
  expect(withoutValues('a s3cr\net b', holdsValue)).toBe('(a line is withheld: it holds a planted value)\n');
});
