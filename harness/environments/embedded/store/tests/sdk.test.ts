import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  ChecksumAlgorithm,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  GetObjectTorrentCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bucket, owner, type RunningStore, region, runStore, stranger } from './running-store.ts';

let running: RunningStore;
let client: S3Client;
beforeAll(async () => {
  running = await runStore();
  client = running.client();
});
afterAll(async () => {
  expect(running.faults).toEqual([]);
  await running[Symbol.asyncDispose]();
});

const put = (Key: string, Body: string | Uint8Array | Readable = Key, more = {}) =>
  client.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ...more }));
const get = (Key: string, more = {}) => client.send(new GetObjectCommand({ Bucket: bucket, Key, ...more }));
const bytesOf = async (Key: string) => Buffer.from((await (await get(Key)).Body?.transformToByteArray()) ?? []);

test('an object comes back with its bytes, type, metadata, entity tag and checksum', async () => {
  const body = Buffer.from('{"mail":"x"}');
  const stored = await put('plain', body, {
    ContentType: 'application/json',
    Metadata: { origin: 'cologne' },
    CacheControl: 'no-store',
  });
  expect(stored.ETag).toBe(`"${createHash('md5').update(body).digest('hex')}"`);
  const got = await get('plain', { ChecksumMode: 'ENABLED' });
  expect(got).toMatchObject({
    ContentType: 'application/json',
    Metadata: { origin: 'cologne' },
    CacheControl: 'no-store',
    ContentLength: body.length,
    ETag: stored.ETag,
  });
  expect(got.ChecksumCRC32).toBe(stored.ChecksumCRC32);
  expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(body);
});

test.each(
  Object.values(ChecksumAlgorithm).filter((name) => ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'].includes(name)),
)('checksum %s holds in a header, as a trailer, and on the way back', async (algorithm) => {
  const body = Buffer.alloc(200_000, 'checksum');
  for (const sent of [
    body,
    Readable.from([body.subarray(0, 9000), body.subarray(9000, 100_000), body.subarray(100_000)]),
  ]) {
    const stored = await put('sum', sent, { ChecksumAlgorithm: algorithm, ContentLength: body.length });
    const field = `Checksum${algorithm}` as 'ChecksumCRC32';
    expect(stored[field]).toEqual(expect.any(String));
    const got = await get('sum', { ChecksumMode: 'ENABLED' });
    expect(got[field]).toBe(stored[field]);
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(body);
  }
});

test('the SDK sees a body that storage spoilt', async () => {
  await put('spoilt', 'intact');
  running.store.read(bucket, 'spoilt')?.write('broken');
  const got = await get('spoilt', { ChecksumMode: 'ENABLED' });
  await expect(got.Body?.transformToString()).rejects.toThrow(/[Cc]hecksum/);
});

test('what has no checksum of the client gets CRC-64/NVME, as S3 does since 2024', async () => {
  const quiet = running.client({ requestChecksumCalculation: 'WHEN_REQUIRED' });
  const stored = await quiet.send(new PutObjectCommand({ Bucket: bucket, Key: 'unsummed', Body: '123456789' }));
  expect(stored.ChecksumCRC64NVME).toBe(Buffer.from('ae8b14860a799888', 'hex').toString('base64'));
});

test('a stream in chunks below 8 KiB is refused as S3 refuses it', async () => {
  const body = Readable.from([Buffer.alloc(100), Buffer.alloc(100), Buffer.alloc(100)]);
  await expect(put('dribble', body, { ContentLength: 300 })).rejects.toMatchObject({ name: 'InvalidChunkSizeError' });
  expect(running.store.read(bucket, 'dribble')).toBeUndefined();
});

test('head, missing keys, delete', async () => {
  await put('short-lived', 'abc');
  expect(await client.send(new HeadObjectCommand({ Bucket: bucket, Key: 'short-lived' }))).toMatchObject({
    ContentLength: 3,
  });
  await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'short-lived' }));
  await expect(get('short-lived')).rejects.toMatchObject({
    name: 'NoSuchKey',
    $metadata: { httpStatusCode: 404 },
    Key: 'short-lived',
  });
  await expect(client.send(new HeadObjectCommand({ Bucket: bucket, Key: 'short-lived' }))).rejects.toMatchObject({
    name: 'NotFound',
  });
  await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'short-lived' }));
});

test('ranges and conditions', async () => {
  const { ETag } = await put('ranged', '0123456789');
  const part = async (Range: string) => {
    const got = await get('ranged', { Range });
    return [got.$metadata.httpStatusCode, got.ContentRange, await got.Body?.transformToString()];
  };
  expect(await part('bytes=2-4')).toEqual([206, 'bytes 2-4/10', '234']);
  expect(await part('bytes=7-')).toEqual([206, 'bytes 7-9/10', '789']);
  expect(await part('bytes=-2')).toEqual([206, 'bytes 8-9/10', '89']);
  expect(await part('bytes=5-100')).toEqual([206, 'bytes 5-9/10', '56789']);
  expect(await part('bytes=0-1,3-4')).toEqual([200, undefined, '0123456789']);
  await expect(get('ranged', { Range: 'bytes=10-' })).rejects.toMatchObject({
    name: 'InvalidRange',
    ActualObjectSize: '10',
  });
  await expect(get('ranged', { IfMatch: '"other"' })).rejects.toMatchObject({
    name: 'PreconditionFailed',
    Condition: 'If-Match',
  });
  await expect(get('ranged', { IfNoneMatch: ETag })).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
  await expect(get('ranged', { IfModifiedSince: new Date() })).rejects.toMatchObject({
    $metadata: { httpStatusCode: 304 },
  });
  await expect(put('ranged', 'again', { IfNoneMatch: '*' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
  await expect(put('absent', 'x', { IfMatch: ETag })).rejects.toMatchObject({ name: 'NoSuchKey' });
  await put('ranged', 'again', { IfMatch: ETag });
  expect(await bytesOf('ranged')).toEqual(Buffer.from('again'));
});

test('listing: order, prefix, delimiter, pages, names that need encoding', async () => {
  const Bucket = 'listing-bucket';
  running.store.createBucket(Bucket);
  const keys = ['a b+c', 'a/1', 'a/2', 'b', 'c/1', 'c/2', 'ünï', '\u{fb01}', '\u{1f600}', 'tab\there', "!'()*&<>"];
  for (const Key of keys) await client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  const sorted = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

  for (const EncodingType of [undefined, 'url'] as const) {
    const all = await client.send(new ListObjectsV2Command({ Bucket, EncodingType }));
    const listed = (all.Contents ?? []).map(({ Key = '' }) =>
      EncodingType === undefined ? Key : decodeURIComponent(Key.replaceAll('+', ' ')),
    );
    expect(listed).toEqual(sorted);
  }
  const walk = async (more: object) => {
    const seen: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await client.send(new ListObjectsV2Command({ Bucket, MaxKeys: 2, ContinuationToken, ...more }));
      const items = [
        ...(page.Contents ?? []).map(({ Key = '' }) => Key),
        ...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix),
      ];
      expect(items.length).toBe(page.KeyCount);
      seen.push(...items);
      ContinuationToken = page.NextContinuationToken;
      expect(page.IsTruncated).toBe(ContinuationToken !== undefined);
    } while (ContinuationToken !== undefined);
    return seen.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  };
  expect(await walk({})).toEqual(sorted);
  expect(await walk({ Delimiter: '/' })).toEqual(
    sorted
      .filter((key) => !key.includes('/'))
      .concat('a/', 'c/')
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
  );
  expect(await walk({ Prefix: 'c/' })).toEqual(['c/1', 'c/2']);
  expect(await walk({ StartAfter: 'c/1', Prefix: 'c' })).toEqual(['c/2']);
  expect(await walk({ StartAfter: 'c/1', Prefix: 'c', Delimiter: '/' })).toEqual(['c/']);

  const first = await client.send(new ListObjectsCommand({ Bucket, Delimiter: '/', MaxKeys: 3 }));
  expect(first).toMatchObject({ IsTruncated: true, NextMarker: 'a/' });
  const second = await client.send(
    new ListObjectsCommand({ Bucket, Delimiter: '/', MaxKeys: 3, Marker: first.NextMarker }),
  );
  expect([...(second.Contents ?? []).map(({ Key }) => Key)]).toEqual(['b', 'tab\there']);
  expect(second.CommonPrefixes).toEqual([{ Prefix: 'c/' }]);

  const deleted = await client.send(
    new DeleteObjectsCommand({ Bucket, Delete: { Objects: keys.map((Key) => ({ Key })) } }),
  );
  expect(deleted.Deleted?.length).toBe(keys.length);
  expect(running.store.objects(Bucket)).toEqual([]);
});

test('buckets: create, own, location, delete', async () => {
  const CreateBucketConfiguration = { LocationConstraint: region } as const;
  const Bucket = 'made-by-sdk';
  await client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  await expect(client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }))).rejects.toMatchObject({
    name: 'BucketAlreadyOwnedByYou',
  });
  await expect(
    client.send(new CreateBucketCommand({ Bucket: 'Upper', CreateBucketConfiguration })),
  ).rejects.toMatchObject({ name: 'InvalidBucketName' });
  const other = running.client({ credentials: stranger });
  await expect(other.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }))).rejects.toMatchObject({
    name: 'BucketAlreadyExists',
  });
  await expect(other.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 403 },
  });
  expect((await other.send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);

  expect((await client.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name)).toContain(Bucket);
  expect((await client.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBe(region);
  expect((await client.send(new HeadBucketCommand({ Bucket }))).BucketRegion).toBe(region);
  await client.send(new PutObjectCommand({ Bucket, Key: 'x', Body: 'x' }));
  await expect(client.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({ name: 'BucketNotEmpty' });
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'x' }));
  await client.send(new DeleteBucketCommand({ Bucket }));
  await expect(client.send(new PutObjectCommand({ Bucket, Key: 'x', Body: 'x' }))).rejects.toMatchObject({
    name: 'NoSuchBucket',
    BucketName: Bucket,
  });
});

test('in us-east-1 the owner may create a bucket twice', async () => {
  const east = running.client({ region: 'us-east-1' });
  await east.send(new CreateBucketCommand({ Bucket: 'twice-east' }));
  await east.send(new CreateBucketCommand({ Bucket: 'twice-east' }));
  expect((await east.send(new GetBucketLocationCommand({ Bucket: 'twice-east' }))).LocationConstraint).toBeUndefined();
});

test('a bucket of another region answers with a redirect that the SDK can follow', async () => {
  const elsewhere = running.client({ region: 'us-west-2' });
  const wrong = elsewhere.send(new PutObjectCommand({ Bucket: bucket, Key: 'x', Body: 'x' }));
  await expect(wrong).rejects.toMatchObject({
    name: 'PermanentRedirect',
    Endpoint: `s3.${region}.amazonaws.com`,
    $metadata: { httpStatusCode: 301 },
  });
  const following = running.client({ region: 'us-west-2', followRegionRedirects: true });
  await following.send(new HeadBucketCommand({ Bucket: bucket }));
});

test('keys: unknown, wrong secret, session token', async () => {
  const attempt = (credentials: object) =>
    running
      .client({ credentials: { ...owner, ...credentials } })
      .send(new PutObjectCommand({ Bucket: bucket, Key: 'x', Body: 'x' }));
  await expect(attempt({ accessKeyId: 'AKIDNOBODY' })).rejects.toMatchObject({
    name: 'InvalidAccessKeyId',
    AWSAccessKeyId: 'AKIDNOBODY',
  });
  await expect(attempt({ secretAccessKey: 'wrong' })).rejects.toMatchObject({
    name: 'SignatureDoesNotMatch',
    CanonicalRequest: expect.stringContaining('PUT\n/acme-artifacts/x\n'),
  });
  await expect(attempt({ sessionToken: 'a' })).rejects.toMatchObject({ name: 'InvalidToken' });
});

test('a clock that is off is told so, and the SDK corrects itself', async () => {
  await using late = await runStore({ clock: () => Date.now() + 3_600_000 });
  await expect(late.client().send(new HeadBucketCommand({ Bucket: bucket }))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 403 },
  });
  await expect(late.client().send(new ListObjectsV2Command({ Bucket: bucket }))).rejects.toMatchObject({
    name: 'RequestTimeTooSkewed',
  });
  await late.client({ maxAttempts: 2 }).send(new ListObjectsV2Command({ Bucket: bucket }));
});

test('copy keeps or replaces metadata', async () => {
  await put('dir/source ü', 'copied', { Metadata: { a: '1' } });
  const CopySource = `${bucket}/${encodeURIComponent('dir/source ü')}`;
  await client.send(new CopyObjectCommand({ Bucket: bucket, Key: 'copy', CopySource }));
  expect(await get('copy')).toMatchObject({ Metadata: { a: '1' }, ContentLength: 6 });
  await client.send(
    new CopyObjectCommand({
      Bucket: bucket,
      Key: 'copy',
      CopySource,
      MetadataDirective: 'REPLACE',
      Metadata: { b: '2' },
    }),
  );
  expect((await get('copy')).Metadata).toEqual({ b: '2' });
  await expect(
    client.send(new CopyObjectCommand({ Bucket: bucket, Key: 'copy', CopySource: `${bucket}/none` })),
  ).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('multipart: parts, list, complete, abort', async () => {
  const Key = 'large';
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({ Bucket: bucket, Key, ChecksumAlgorithm: 'CRC32', ContentType: 'text/plain' }),
  );
  const bodies = [Buffer.alloc(5 * 1024 * 1024, 'a'), Buffer.from('the end')];
  const Parts = await Promise.all(
    bodies.map(async (Body, index) => {
      const PartNumber = index + 1;
      const { ETag, ChecksumCRC32 } = await client.send(
        new UploadPartCommand({ Bucket: bucket, Key, UploadId, PartNumber, Body, ChecksumAlgorithm: 'CRC32' }),
      );
      return { PartNumber, ETag, ChecksumCRC32 };
    }),
  );
  expect(
    (await client.send(new ListPartsCommand({ Bucket: bucket, Key, UploadId }))).Parts?.map(({ Size }) => Size),
  ).toEqual(bodies.map(({ length }) => length));
  await expect(
    client.send(
      new CompleteMultipartUploadCommand({
        Bucket: bucket,
        Key,
        UploadId,
        MultipartUpload: { Parts: [...Parts].reverse() },
      }),
    ),
  ).rejects.toMatchObject({ name: 'InvalidPartOrder' });
  const done = await client.send(
    new CompleteMultipartUploadCommand({ Bucket: bucket, Key, UploadId, MultipartUpload: { Parts } }),
  );
  expect(done.ETag).toMatch(/-2"$/);
  expect(done.ChecksumCRC32).toMatch(/-2$/);
  expect((await bytesOf(Key)).equals(Buffer.concat(bodies))).toBe(true);

  const second = await client.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: 'never' }));
  expect(
    (await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }))).Uploads?.map((upload) => upload.Key),
  ).toEqual(['never']);
  await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key: 'never', UploadId: second.UploadId }));
  await expect(
    client.send(
      new UploadPartCommand({ Bucket: bucket, Key: 'never', UploadId: second.UploadId, PartNumber: 1, Body: 'x' }),
    ),
  ).rejects.toMatchObject({ name: 'NoSuchUpload' });
});

test('what the store does not do is refused, never half done', async () => {
  await expect(client.send(new GetObjectTorrentCommand({ Bucket: bucket, Key: 'x' }))).rejects.toMatchObject({
    name: 'NotImplemented',
    $metadata: { httpStatusCode: 501 },
  });
  await expect(put('x'.repeat(1025), 'x')).rejects.toMatchObject({ name: 'KeyTooLongError' });
  await using small = await runStore({ maxObjectBytes: 10 });
  await expect(
    small.client().send(new PutObjectCommand({ Bucket: bucket, Key: 'x', Body: 'x'.repeat(11) })),
  ).rejects.toMatchObject({ name: 'EntityTooLarge', MaxSizeAllowed: '10' });
});

test('each operation asks for its right on its resource, and says which is missing', async () => {
  await using guarded = await runStore();
  const guardedClient = guarded.client();
  const Bucket = bucket;
  await guardedClient.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
  await guardedClient.send(new HeadObjectCommand({ Bucket, Key: 'k' }));
  await guardedClient.send(new ListObjectsV2Command({ Bucket, Prefix: 'k' }));
  expect(guarded.asked.map(({ action, resource }) => `${action} ${resource}`)).toEqual([
    `s3:PutObject arn:aws:s3:::${bucket}/k`,
    `s3:GetObject arn:aws:s3:::${bucket}/k`,
    `s3:ListBucket arn:aws:s3:::${bucket}`,
  ]);
  expect(guarded.asked.at(-1)?.context).toMatchObject({ 's3:prefix': 'k', 'aws:SecureTransport': 'false' });
  guarded.denied.add('s3:ListBucket');
  await expect(guardedClient.send(new GetObjectCommand({ Bucket, Key: 'none' }))).rejects.toMatchObject({
    name: 'AccessDenied',
    message: 'no right to s3:ListBucket',
  });
  guarded.denied.add('s3:PutObject').add('s3:DeleteObject');
  await expect(guardedClient.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'y' }))).rejects.toMatchObject({
    name: 'AccessDenied',
    $metadata: { httpStatusCode: 403 },
  });
  const deleted = await guardedClient.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'k' }] } }));
  expect(deleted.Errors).toMatchObject([{ Key: 'k', Code: 'AccessDenied' }]);
  expect(guarded.store.read(bucket, 'k')?.toString()).toBe('x');
});

test('changes are told', async () => {
  const events: string[] = [];
  using _ = running.store.watch(({ type, key }) => events.push(`${type} ${key}`));
  await put('watched', 'x');
  await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'watched' }));
  expect(events).toEqual(['stored watched', 'removed watched']);
});
