import { expect, test } from 'vitest';
import { readRemedy } from './read-remedy.ts';

test.each([
  ['GetObject https://s3 bucket acme key k: AccessDenied (403)', /s3:GetObject on arn:aws:s3:::acme\/\*.*kms:Decrypt/],
  ['GetObject https://acme.s3/%7B%7BKEY%7D%7D: AccessDenied (403)', /access_url with \{\{DIGEST\}\}/],
  ["GetObject: the record's url is no link", /access_url with \{\{DIGEST\}\}/],
])('%s', (words, remedy) => {
  expect(readRemedy(words, { bucket: 'acme' })?.remedy).toMatch(remedy);
});

test('adds nothing to what says enough', () => {
  expect(readRemedy('the object is no JSON', { bucket: 'acme' })).toBeUndefined();
});
