import type { S3 } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningStore, runStore } from './running-store.ts';

let running: RunningStore;
let s3: S3;
beforeAll(async () => {
  running = await runStore();
  s3 = running.client();
});
afterAll(async () => {
  expect(running.faults).toEqual([]);
  await running[Symbol.asyncDispose]();
});

async function versionedBucket(Bucket: string): Promise<{ Bucket: string }> {
  running.store.createBucket(Bucket);
  await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });
  return { Bucket };
}
const text = async (place: { Bucket: string; Key: string; VersionId?: string | undefined }) =>
  (await s3.getObject(place)).Body?.transformToString();

test('every version stays until it is deleted by its name', async () => {
  const place = { ...(await versionedBucket('kept-versions')), Key: 'k' };
  const first = await s3.putObject({ ...place, Body: 'first' });
  const second = await s3.putObject({ ...place, Body: 'second' });
  expect(first.VersionId).not.toBe(second.VersionId);
  expect([await text(place), await text({ ...place, VersionId: first.VersionId })]).toEqual(['second', 'first']);

  const marker = await s3.deleteObject(place);
  expect(marker).toMatchObject({ DeleteMarker: true, VersionId: expect.any(String) });
  expect(running.store.read(place.Bucket, 'k')).toBeUndefined();
  await expect(s3.getObject(place)).rejects.toMatchObject({ name: 'NoSuchKey' });
  await expect(s3.getObject({ ...place, VersionId: marker.VersionId })).rejects.toMatchObject({
    name: 'MethodNotAllowed',
    $metadata: { httpStatusCode: 405 },
  });
  const listed = await s3.listObjectVersions({ Bucket: place.Bucket });
  expect(listed.Versions?.map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).toEqual([
    [second.VersionId, false],
    [first.VersionId, false],
  ]);
  expect(listed.DeleteMarkers).toMatchObject([{ Key: 'k', VersionId: marker.VersionId, IsLatest: true }]);

  expect(await s3.deleteObject({ ...place, VersionId: marker.VersionId })).toMatchObject({
    DeleteMarker: true,
    VersionId: marker.VersionId,
  });
  expect(await text(place)).toBe('second');
  await expect(s3.deleteBucket({ Bucket: place.Bucket })).rejects.toMatchObject({ name: 'BucketNotEmpty' });
  const Objects = [first, second].map(({ VersionId }) => ({ Key: 'k', VersionId }));
  expect((await s3.deleteObjects({ Bucket: place.Bucket, Delete: { Objects } })).Deleted).toEqual(Objects);
  await s3.deleteBucket({ Bucket: place.Bucket });
});

test('a bucket whose versioning is suspended replaces only its null version', async () => {
  running.store.createBucket('suspended-versions');
  const place = { Bucket: 'suspended-versions', Key: 'k' };
  expect((await s3.putObject({ ...place, Body: 'before' })).VersionId).toBeUndefined();
  await s3.putBucketVersioning({ Bucket: place.Bucket, VersioningConfiguration: { Status: 'Enabled' } });
  const kept = await s3.putObject({ ...place, Body: 'kept' });
  expect(await text({ ...place, VersionId: 'null' })).toBe('before');
  await s3.putBucketVersioning({ Bucket: place.Bucket, VersioningConfiguration: { Status: 'Suspended' } });
  await s3.putObject({ ...place, Body: 'after' });
  expect(await text({ ...place, VersionId: 'null' })).toBe('after');
  expect(await s3.deleteObject(place)).toMatchObject({ DeleteMarker: true, VersionId: 'null' });
  const { Versions, DeleteMarkers } = await s3.listObjectVersions({ Bucket: place.Bucket });
  expect(Versions?.map(({ VersionId }) => VersionId)).toEqual([kept.VersionId]);
  expect(DeleteMarkers?.map(({ VersionId }) => VersionId)).toEqual(['null']);
});

test('pages of versions go on where the last one ended, within a key too', async () => {
  const { Bucket } = await versionedBucket('paged-versions');
  for (const Key of ['a', 'b', 'dir/1', 'dir/2', 'b', 'c']) await s3.putObject({ Bucket, Key, Body: Key });
  await s3.deleteObject({ Bucket, Key: 'b' });
  const walk = async (MaxKeys: number, Delimiter?: string) => {
    const seen: string[] = [];
    let markers: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
    for (;;) {
      const page = await s3.listObjectVersions({ Bucket, MaxKeys, Delimiter, ...markers });
      const items = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
      seen.push(...items.map(({ Key, VersionId }) => `${Key} ${VersionId}`));
      seen.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => String(Prefix)));
      if (!page.IsTruncated) return seen.sort();
      markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    }
  };
  const all = await walk(1000);
  expect(all).toHaveLength(7);
  for (const size of [1, 2, 3]) expect(await walk(size)).toEqual(all);
  expect(await walk(1, '/')).toEqual(await walk(1000, '/'));
});

test('a version is copied, and an older one made the newest', async () => {
  const place = { ...(await versionedBucket('copied-versions')), Key: 'k' };
  const first = await s3.putObject({ ...place, Body: 'first' });
  await s3.putObject({ ...place, Body: 'second' });
  const CopySource = `${place.Bucket}/k?versionId=${first.VersionId}`;
  const copied = await s3.copyObject({ ...place, CopySource });
  expect(copied).toMatchObject({ CopySourceVersionId: first.VersionId, VersionId: expect.any(String) });
  expect(await text(place)).toBe('first');
  await expect(
    s3.copyObject({ ...place, CopySource: `${place.Bucket}/k?versionId=${'x'.repeat(32)}` }),
  ).rejects.toMatchObject({ name: 'NoSuchVersion' });
});

test.each([
  ['no identifier at all', 'nonsense', 'InvalidArgument', 'Invalid version id specified'],
  ['an unknown one', 'x'.repeat(32), 'NoSuchVersion', 'The specified version does not exist.'],
])('%s of a version', async (_, VersionId, name, message) => {
  running.store.createBucket(`unknown-${name.toLowerCase()}`);
  const place = { Bucket: `unknown-${name.toLowerCase()}`, Key: 'k' };
  await s3.putObject({ ...place, Body: 'x' });
  await expect(s3.getObject({ ...place, VersionId })).rejects.toMatchObject({ name, message });
});

test('versions have rights of their own', async () => {
  const place = { ...(await versionedBucket('guarded-versions')), Key: 'k' };
  const { VersionId } = await s3.putObject({ ...place, Body: 'x' });
  running.denied.add('s3:GetObjectVersion').add('s3:DeleteObjectVersion');
  expect(await text(place)).toBe('x');
  await expect(s3.getObject({ ...place, VersionId })).rejects.toMatchObject({ name: 'AccessDenied' });
  await expect(s3.deleteObject({ ...place, VersionId })).rejects.toMatchObject({ name: 'AccessDenied' });
  running.denied.clear();
});
