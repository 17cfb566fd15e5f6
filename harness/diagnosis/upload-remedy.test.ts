import { expect, test } from 'vitest';
import { uploadRemedy } from './upload-remedy.ts';

const place = { bucket: 'acme', region: 'eu-central-1' };

test.each([
  ['404 NoSuchBucket: The specified bucket does not exist', /make the bucket acme/, 'bucket'],
  ['301 PermanentRedirect: The bucket must be addressed otherwise', /another region than eu-central-1/, 'region'],
  ['400 AuthorizationHeaderMalformed: the region is wrong', /another region than eu-central-1/, 'region'],
  ['403 RequestTimeTooSkewed: The difference is too large', /clock/, undefined],
  ['403 InvalidAccessKeyId: It does not exist', /AWS knows no such key/, undefined],
  ['403 SignatureDoesNotMatch: It does not match', /secret key/, undefined],
  ['403 AccessDenied: not authorized to perform: kms:GenerateDataKey', /kms:Decrypt/, undefined],
  ['403 AccessDenied: not authorized to perform: s3:PutObject', /s3:PutObject on arn:aws:s3:::acme\/\*/, undefined],
])('%s', (words, remedy, field) => {
  const found = uploadRemedy(words, place);
  expect(found?.remedy).toMatch(remedy);
  expect(found?.field).toBe(field);
});

test('leaves to S3 what it says itself', () => {
  expect(uploadRemedy('503 SlowDown: Please reduce your request rate', place)).toBeUndefined();
});

test('says that a right stands on the bucket in the place of its objects', () => {
  const onBucket = { ...place, grants: (_: string, resource: string) => resource === 'arn:aws:s3:::acme' };
  const words = '403 AccessDenied: not authorized to perform: s3:PutObject';
  expect(uploadRemedy(words, onBucket)?.remedy).toMatch(/^the policy allows s3:PutObject on the bucket, .*acme\/\*/);
});
