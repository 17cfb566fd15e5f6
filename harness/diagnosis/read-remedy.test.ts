import { expect, test } from 'vitest';
import { readRemedy } from './read-remedy.ts';

const place = { bucket: 'acme', accessUrl: 'https://acme.s3/latest' };
const denied = 'GetObject https://s3 bucket acme key k: AccessDenied (403): User: u is not authorized to perform';

test.each([
  ['GetObject https://s3 bucket acme key k: AccessDenied (403)', /s3:GetObject on arn:aws:s3:::acme\/\*.*kms:Decrypt/],
  [`${denied}: kms:Decrypt on resource`, /^the bucket encrypts with a key of yours: allow kms:Decrypt on it to/],
  [`${denied}: s3:GetObject on resource`, /^allow s3:GetObject on arn:aws:s3:::acme\/\* to the keys' user$/],
  ['GetObject https://acme.s3/%7B%7BKEY%7D%7D: AccessDenied (403)', /access_url with \{\{DIGEST\}\}/],
  ['GetObject https://acme.s3/latest: AccessDenied (403)', /access_url with \{\{DIGEST\}\}/],
  ["GetObject: the record's url is no link", /access_url with \{\{DIGEST\}\}/],
])('%s', (words, remedy) => {
  expect(readRemedy(words, place)?.remedy).toMatch(remedy);
});

test('adds nothing to what says enough', () => {
  expect(readRemedy('the object is no JSON', place)).toBeUndefined();
});

test('says that a right stands on the bucket in the place of its objects', () => {
  const onBucket = { ...place, grants: (_: string, resource: string) => resource === 'arn:aws:s3:::acme' };
  const { remedy } = readRemedy(`${denied}: s3:GetObject on resource`, onBucket) ?? {};
  expect(remedy).toMatch(/^the policy allows s3:GetObject on the bucket, .*: give it arn:aws:s3:::acme\/\*/);
});
