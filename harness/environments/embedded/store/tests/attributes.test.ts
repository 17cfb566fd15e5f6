import { createHash } from 'node:crypto';
import type { S3 } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bucket as Bucket, type RunningStore, runStore } from './running-store.ts';

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

test('tags come with an object, are replaced, copied and removed', async () => {
  const place = { Bucket, Key: 'tagged' };
  await s3.putObject({ ...place, Body: 'x', Tagging: 'kind=a%20b&empty=' });
  expect(await s3.headObject(place)).toMatchObject({ TagCount: 2 });
  const tags = [
    { Key: 'kind', Value: 'a b' },
    { Key: 'empty', Value: '' },
  ];
  expect((await s3.getObjectTagging(place)).TagSet).toEqual(tags);
  await s3.copyObject({ Bucket, Key: 'tagged-copy', CopySource: `${Bucket}/tagged` });
  expect((await s3.getObjectTagging({ Bucket, Key: 'tagged-copy' })).TagSet).toEqual(tags);
  await s3.putObjectTagging({ ...place, Tagging: { TagSet: [{ Key: 'only', Value: '1' }] } });
  expect((await s3.getObjectTagging(place)).TagSet).toEqual([{ Key: 'only', Value: '1' }]);
  await s3.deleteObjectTagging(place);
  expect((await s3.getObjectTagging(place)).TagSet).toEqual([]);

  const eleven = Array.from({ length: 11 }, (_, index) => `k${index}=v`).join('&');
  await expect(s3.putObject({ ...place, Body: 'x', Tagging: eleven })).rejects.toMatchObject({
    name: 'BadRequest',
    message: 'Object tags cannot be greater than 10',
  });
  await expect(s3.putObject({ ...place, Body: 'x', Tagging: 'a=1&a=2' })).rejects.toMatchObject({
    name: 'InvalidArgument',
  });
});

test('encryption is said as it was asked for, and a key of the customer must come again', async () => {
  const place = { Bucket, Key: 'encrypted' };
  const kms = await s3.putObject({ ...place, Body: 'x', ServerSideEncryption: 'aws:kms', BucketKeyEnabled: true });
  expect(kms).toMatchObject({
    ServerSideEncryption: 'aws:kms',
    SSEKMSKeyId: expect.stringMatching(/^arn:aws:kms:eu-central-1:000000000000:key\/[0-9a-f-]{36}$/),
    BucketKeyEnabled: true,
  });
  expect(await s3.headObject(place)).toMatchObject({ ServerSideEncryption: 'aws:kms', BucketKeyEnabled: true });

  const customer = (fill: string) => {
    const key = Buffer.alloc(32, fill);
    return {
      SSECustomerAlgorithm: 'AES256',
      SSECustomerKey: key.toString('base64'),
      SSECustomerKeyMD5: createHash('md5').update(key).digest('base64'),
    };
  };
  await s3.putObject({ ...place, Body: 'secret', ...customer('a') });
  await expect(s3.getObject(place)).rejects.toMatchObject({ name: 'InvalidRequest' });
  await expect(s3.getObject({ ...place, ...customer('b') })).rejects.toMatchObject({ name: 'AccessDenied' });
  expect(await (await s3.getObject({ ...place, ...customer('a') })).Body?.transformToString()).toBe('secret');
  await expect(
    s3.putObject({ ...place, Body: 'x', SSECustomerAlgorithm: 'AES256', SSECustomerKey: 'c2hvcnQ=' }),
  ).rejects.toMatchObject({ message: 'The secret key was invalid for the specified algorithm.' });
});

test('storage class, redirect and the other headers come back; what is archived cannot be read', async () => {
  const place = { Bucket, Key: 'classified' };
  const sent = {
    StorageClass: 'STANDARD_IA',
    WebsiteRedirectLocation: '/elsewhere',
    ContentDisposition: 'inline',
    ContentLanguage: 'de',
    CacheControl: 'max-age=1',
  } as const;
  await s3.putObject({ ...place, ...sent, Body: 'x' });
  expect(await s3.headObject(place)).toMatchObject(sent);
  expect((await s3.listObjectsV2({ Bucket, Prefix: 'classified' })).Contents).toMatchObject([
    { StorageClass: 'STANDARD_IA' },
  ]);
  expect(await s3.getObject({ ...place, ResponseContentType: 'a/b', ResponseCacheControl: 'no-store' })).toMatchObject({
    ContentType: 'a/b',
    CacheControl: 'no-store',
    ContentLanguage: 'de',
  });

  await s3.putObject({ ...place, StorageClass: 'GLACIER', Body: 'x' });
  await expect(s3.getObject(place)).rejects.toMatchObject({ name: 'InvalidObjectState', StorageClass: 'GLACIER' });
  await expect(s3.putObject({ ...place, StorageClass: 'NONE' as 'GLACIER', Body: 'x' })).rejects.toMatchObject({
    name: 'InvalidStorageClass',
  });
  await expect(s3.putObject({ ...place, ObjectLockLegalHoldStatus: 'ON', Body: 'x' })).rejects.toMatchObject({
    name: 'InvalidRequest',
    message: 'Bucket is missing Object Lock Configuration',
  });
});

test.each([
  ['SHA256', 'COMPOSITE'],
  ['CRC32', 'COMPOSITE'],
  ['CRC32', 'FULL_OBJECT'],
  ['CRC32C', 'FULL_OBJECT'],
  ['CRC64NVME', 'FULL_OBJECT'],
] as const)('a multipart upload with %s, %s: parts, attributes, checksums', async (ChecksumAlgorithm, ChecksumType) => {
  const Key = `parts-${ChecksumAlgorithm}-${ChecksumType}`;
  const { UploadId } = await s3.createMultipartUpload({ Bucket, Key, ChecksumAlgorithm, ChecksumType });
  const place = { Bucket, Key, UploadId };
  const bodies = [Buffer.alloc(5 * 1024 ** 2, 'a'), Buffer.from('the end')];
  const field = `Checksum${ChecksumAlgorithm}` as 'ChecksumCRC32';
  const Parts: { PartNumber: number; ETag: string | undefined; ChecksumCRC32?: string | undefined }[] = [];
  for (const [index, Body] of bodies.entries()) {
    const PartNumber = index + 1;
    const part = await s3.uploadPart({ ...place, PartNumber, Body, ChecksumAlgorithm });
    Parts.push({ PartNumber, ETag: part.ETag, [field]: part[field] });
  }
  expect(await s3.listParts({ ...place, MaxParts: 1 })).toMatchObject({
    IsTruncated: true,
    NextPartNumberMarker: '1',
    ChecksumAlgorithm,
    Parts: [{ PartNumber: 1, [field]: Parts[0]?.[field] }],
  });
  expect((await s3.listParts({ ...place, PartNumberMarker: '1' })).Parts).toMatchObject([{ PartNumber: 2 }]);
  await expect(
    s3.completeMultipartUpload({ ...place, MpuObjectSize: 1, MultipartUpload: { Parts } }),
  ).rejects.toMatchObject({ name: 'InvalidRequest' });
  const done = await s3.completeMultipartUpload({ ...place, MultipartUpload: { Parts } });
  expect(done.ChecksumType).toBe(ChecksumType);
  const whole = await s3.putObject({ Bucket, Key: 'whole', Body: Buffer.concat(bodies), ChecksumAlgorithm });
  if (ChecksumType === 'FULL_OBJECT') expect(done[field]).toBe(whole[field]);
  else expect(done[field]).toMatch(/-2$/);

  const attributes = await s3.getObjectAttributes({
    Bucket,
    Key,
    ObjectAttributes: ['ETag', 'Checksum', 'ObjectParts', 'ObjectSize', 'StorageClass'],
  });
  expect(attributes).toMatchObject({
    ETag: done.ETag?.replaceAll('"', ''),
    ObjectSize: bodies[0]?.length === undefined ? 0 : bodies[0].length + 7,
    ObjectParts: { TotalPartsCount: 2 },
    Checksum: { [field]: done[field]?.replace(/-2$/, ''), ChecksumType },
  });
  expect(await s3.headObject({ Bucket, Key, PartNumber: 2, ChecksumMode: 'ENABLED' })).toMatchObject({
    ContentLength: 7,
    PartsCount: 2,
    ContentRange: `bytes ${5 * 1024 ** 2}-${5 * 1024 ** 2 + 6}/${5 * 1024 ** 2 + 7}`,
    [field]: Parts[1]?.[field],
  });
  await expect(s3.getObject({ Bucket, Key, PartNumber: 3 })).rejects.toMatchObject({ name: 'InvalidPartNumber' });
});

test('uploads are listed in pages, with prefixes, in the order of their keys', async () => {
  running.store.createBucket('uploads');
  const place = { Bucket: 'uploads' };
  for (const Key of ['b', 'a/1', 'a/2', 'b', 'c']) await s3.createMultipartUpload({ ...place, Key });
  const walk = async (MaxUploads: number, Delimiter?: string) => {
    const seen: unknown[] = [];
    let markers: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } = {};
    for (;;) {
      const page = await s3.listMultipartUploads({ ...place, MaxUploads, Delimiter, ...markers });
      seen.push(
        ...(page.Uploads ?? []).map(({ Key }) => Key),
        ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
      );
      if (!page.IsTruncated) return seen;
      markers = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
    }
  };
  expect(await walk(1000)).toEqual(['a/1', 'a/2', 'b', 'b', 'c']);
  for (const size of [1, 2, 3]) expect(await walk(size)).toEqual(['a/1', 'a/2', 'b', 'b', 'c']);
  expect(await walk(1, '/')).toEqual(['a/', 'b', 'b', 'c']);
});

test('lists are kept where the owner wants them to count', async () => {
  const place = { Bucket, Key: 'listed' };
  await s3.putObject({ ...place, Body: 'x' });
  await expect(s3.putObjectAcl({ ...place, ACL: 'public-read' })).rejects.toMatchObject({
    name: 'AccessControlListNotSupported',
  });
  await s3.putBucketOwnershipControls({
    Bucket,
    OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
  });
  await s3.deletePublicAccessBlock({ Bucket });
  await s3.putObjectAcl({ ...place, ACL: 'public-read' });
  expect((await s3.getObjectAcl(place)).Grants).toHaveLength(2);
  await s3.putObject({ ...place, Body: 'x', ACL: 'authenticated-read' });
  expect((await s3.getObjectAcl(place)).Grants?.map(({ Grantee }) => Grantee?.URI)).toContain(
    'http://acs.amazonaws.com/groups/global/AuthenticatedUsers',
  );
});

test('a deletion may depend on what it deletes', async () => {
  const place = { Bucket, Key: 'conditional' };
  const { ETag } = await s3.putObject({ ...place, Body: 'x' });
  await expect(s3.deleteObject({ ...place, IfMatch: '"other"' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
  running.denied.add('s3:GetObject');
  await expect(s3.deleteObject({ ...place, IfMatch: ETag })).rejects.toMatchObject({ name: 'AccessDenied' });
  running.denied.clear();
  await s3.deleteObject({ ...place, IfMatch: ETag });
  expect(running.store.read(Bucket, 'conditional')).toBeUndefined();
});
