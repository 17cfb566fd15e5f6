import { expect, test } from 'vitest';
import { createIam } from '../iam/iam.ts';
import { createObjectStore } from './embedded/store/object-store.ts';
import { readStoredObjects } from './read-stored-objects.ts';

const root = { accessKeyId: 'AKIDROOT', secretAccessKey: 'root-secret' };

test('reads every object of a bucket, pages of them, and none of an unknown bucket', async () => {
  const iam = createIam();
  iam.addAccessKey({ ...root, user: 'root' });
  await using store = createObjectStore({ accounts: iam, region: 'eu-central-1' });
  store.createBucket('full');
  const { endpoint } = await store.listen();
  const access = { endpoint, region: 'eu-central-1', ...root };
  const { S3 } = await import('@aws-sdk/client-s3');
  const client = new S3({ ...access, credentials: root, forcePathStyle: true });
  const keys = Array.from({ length: 1_005 }, (_, index) => `k${String(index).padStart(5, '0')}`);
  for (let at = 0; at < keys.length; at += 50) {
    const some = keys.slice(at, at + 50);
    await Promise.all(
      some.map((Key) => client.putObject({ Bucket: 'full', Key, Body: Key, ContentType: 'application/json' })),
    );
  }
  client.destroy();
  const objects = await readStoredObjects(access, 'full', (key) => (key === 'k00000' ? 7 : undefined));
  expect(objects.map(({ key }) => key)).toEqual(keys);
  expect(objects.every(({ key, bytes }) => Buffer.from(bytes).toString() === key)).toBe(true);
  expect(objects[0]).toMatchObject({ contentType: 'application/json', storedAt: 7 });
  expect(objects[1]?.storedAt).toBeUndefined();
  expect(await readStoredObjects(access, 'empty', () => undefined)).toEqual([]);
});
