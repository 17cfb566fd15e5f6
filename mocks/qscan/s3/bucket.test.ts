import { expect, test } from 'vitest';
import { createBucket, S3Error } from './bucket.ts';

const options = { attempts: 1, backoff: 0 };
const s3 = {
  endpoint: new URL('https://s3.example'),
  bucket: 'acme',
  credentials: { accessKeyId: 'AKIA', secretAccessKey: 's', region: 'eu-central-1' },
};
const lacks = 'User: u is not authorized to perform: kms:Decrypt on resource: &quot;k&quot; because nobody allows it';

test.each([
  [`<Error><Code>AccessDenied</Code><Message>${lacks}</Message></Error>`, lacks.replaceAll('&quot;', '"')],
  ['<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>', undefined],
])('an error holds what S3 says of a missing right: %s', async (xml, says) => {
  const caller = { call: async () => ({ status: 403, headers: {}, body: Buffer.from(xml) }) };
  const message = `GetObject https://s3.example bucket acme key k: AccessDenied (403)${says ? `: ${says}` : ''}`;
  await expect(createBucket({ ...options, s3, caller }).get('k')).rejects.toThrow(new S3Error(message));
});
