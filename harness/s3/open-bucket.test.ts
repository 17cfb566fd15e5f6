import { expect, test } from 'vitest';
import { createObjectStore } from '../environments/embedded/store/index.ts';
import { createIam } from '../iam/index.ts';
import { openBucket } from './open-bucket.ts';

const keys = { accessKeyId: 'AKIDROOT', secretAccessKey: 'secret' };
const reader = { accessKeyId: 'AKIDREADER', secretAccessKey: 'other' };

test('a bucket is made once, listed over pages, read and emptied; rights are those of the user', async () => {
  const accounts = createIam();
  accounts.addAccessKey({ ...keys, user: 'root' });
  accounts.addAccessKey({ ...reader, user: 'reader' });
  accounts.putUserPolicy('reader', 'read', {
    Statement: { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::acme' },
  });
  await using store = createObjectStore({ accounts });
  const { endpoint } = await store.listen();
  const address = { endpoint, region: 'eu-central-1', bucket: 'acme' };
  using bucket = openBucket({ ...address, ...keys });
  await bucket.ensureBucket();
  await bucket.ensureBucket();

  const names = Array.from({ length: 1001 }, (_, index) => `key-${String(index).padStart(4, '0')}`);
  const { PutObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
  const client = new S3Client({ ...address, forcePathStyle: true, credentials: keys });
  await Promise.all(names.map((Key) => client.send(new PutObjectCommand({ Bucket: 'acme', Key, Body: Key }))));
  client.destroy();

  expect(await bucket.list()).toEqual(names.map((key) => ({ key, size: 8 })));
  expect(await bucket.list('key-100')).toEqual([{ key: 'key-1000', size: 8 }]);
  expect(Buffer.from(await bucket.get('key-0007')).toString()).toBe('key-0007');
  using asReader = openBucket({ ...address, ...reader });
  expect((await asReader.list('key-1')).length).toBe(1);
  await expect(asReader.get('key-0007')).rejects.toThrow(
    'User: arn:aws:iam::000000000000:user/reader is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::acme/key-0007" because no identity-based policy allows the s3:GetObject action',
  );
  await expect(asReader.remove(['key-0007'])).rejects.toThrow(/1 objects of acme were not removed; key-0007/);
  await bucket.remove(names);
  expect(store.objects('acme')).toEqual([]);
});
