import { S3 } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { owner, region, runStore } from './running-store.ts';

/** A running LocalStack, for example `http://127.0.0.1:4566`; the comparison is skipped without one. */
const endpoint = process.env.LOCALSTACK_ENDPOINT;

/** What a client sees of an answer, without what must differ between two servers. */
async function outcome(call: Promise<unknown>): Promise<unknown> {
  const ignored = new Set([
    '$metadata',
    'LastModified',
    'RequestId',
    'HostId',
    'UploadId',
    'Owner',
    'Location',
    'Resource',
    'NextContinuationToken',
    'ServerSideEncryption',
    'stack',
    '$response',
    '$fault',
  ]);
  const tidy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(tidy);
    if (typeof value !== 'object' || value === null || value instanceof Date) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name, item]) => !ignored.has(name) && item !== undefined)
        .map(([name, item]) => [name, tidy(item)]),
    );
  };
  try {
    const { Body, $metadata, ...rest } = (await call) as {
      Body?: { transformToString(): Promise<string> };
      $metadata: { httpStatusCode?: number };
    };
    return { status: $metadata.httpStatusCode, body: await Body?.transformToString(), ...(tidy(rest) as object) };
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { status: $metadata?.httpStatusCode, name, message };
  }
}

async function table(s3: S3, Bucket: string): Promise<Record<string, unknown>> {
  const results: Record<string, unknown> = {};
  const note = async (name: string, call: Promise<unknown>) => {
    results[name] = await outcome(call);
  };
  const CreateBucketConfiguration = { LocationConstraint: region } as const;
  await note('create', s3.createBucket({ Bucket, CreateBucketConfiguration }));
  await note('create again', s3.createBucket({ Bucket, CreateBucketConfiguration }));
  await note('create, bad name', s3.createBucket({ Bucket: 'Bad_Name', CreateBucketConfiguration }));
  await note('location', s3.getBucketLocation({ Bucket }));
  await note('head bucket', s3.headBucket({ Bucket }));
  await note('head no bucket', s3.headBucket({ Bucket: `${Bucket}-none` }));
  await note('put', s3.putObject({ Bucket, Key: 'a/1', Body: 'one', ContentType: 'text/plain', Metadata: { m: 'v' } }));
  await note('put sha256', s3.putObject({ Bucket, Key: 'a/2 +ü', Body: 'two', ChecksumAlgorithm: 'SHA256' }));
  await note('put, taken', s3.putObject({ Bucket, Key: 'a/1', Body: 'one', IfNoneMatch: '*' }));
  // On a key of their own: LocalStack 4.13.1 never finishes a GET of an object that a refused PUT was to replace.
  await note(
    'put, wrong MD5',
    s3.putObject({ Bucket, Key: 'refused', Body: 'one', ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' }),
  );
  await note('put, no MD5', s3.putObject({ Bucket, Key: 'refused', Body: 'one', ContentMD5: 'nonsense' }));
  await note('put, wrong checksum', s3.putObject({ Bucket, Key: 'refused', Body: 'one', ChecksumCRC32: 'AAAAAA==' }));
  await note('put, no bucket', s3.putObject({ Bucket: `${Bucket}-none`, Key: 'a', Body: 'one' }));
  await note('get', s3.getObject({ Bucket, Key: 'a/1' }));
  await note('get range', s3.getObject({ Bucket, Key: 'a/1', Range: 'bytes=1-' }));
  await note('get suffix', s3.getObject({ Bucket, Key: 'a/1', Range: 'bytes=-2' }));
  await note('get beyond', s3.getObject({ Bucket, Key: 'a/1', Range: 'bytes=10-' }));
  await note('get none', s3.getObject({ Bucket, Key: 'none' }));
  await note('get if match', s3.getObject({ Bucket, Key: 'a/1', IfMatch: '"x"' }));
  await note('head', s3.headObject({ Bucket, Key: 'a/2 +ü', ChecksumMode: 'ENABLED' }));
  await note('head none', s3.headObject({ Bucket, Key: 'none' }));
  await note('copy', s3.copyObject({ Bucket, Key: 'b', CopySource: `${Bucket}/a/1` }));
  await note('copy onto itself', s3.copyObject({ Bucket, Key: 'a/1', CopySource: `${Bucket}/a/1` }));
  await note('list', s3.listObjectsV2({ Bucket }));
  await note('list encoded', s3.listObjectsV2({ Bucket, EncodingType: 'url', Prefix: 'a/' }));
  await note('list folders', s3.listObjectsV2({ Bucket, Delimiter: '/' }));
  await note('list page', s3.listObjectsV2({ Bucket, MaxKeys: 1 }));
  await note('list none', s3.listObjectsV2({ Bucket, MaxKeys: 0 }));
  await note('list after', s3.listObjectsV2({ Bucket, StartAfter: 'a/1' }));
  await note('list v1', s3.listObjects({ Bucket, Delimiter: '/', MaxKeys: 1 }));
  await note('delete bucket, full', s3.deleteBucket({ Bucket }));
  const upload = await s3.createMultipartUpload({ Bucket, Key: 'm' });
  const part = await s3.uploadPart({ Bucket, Key: 'm', UploadId: upload.UploadId, PartNumber: 1, Body: 'part' });
  await note(
    'complete, wrong part',
    s3.completeMultipartUpload({
      Bucket,
      Key: 'm',
      UploadId: upload.UploadId,
      MultipartUpload: { Parts: [{ PartNumber: 2, ETag: part.ETag }] },
    }),
  );
  await note(
    'complete',
    s3.completeMultipartUpload({
      Bucket,
      Key: 'm',
      UploadId: upload.UploadId,
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag: part.ETag }] },
    }),
  );
  await note(
    'complete, unknown',
    s3.completeMultipartUpload({
      Bucket,
      Key: 'm',
      UploadId: 'none',
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag: part.ETag }] },
    }),
  );
  await note('delete', s3.deleteObject({ Bucket, Key: 'b' }));
  await note('delete none', s3.deleteObject({ Bucket, Key: 'none' }));
  await note(
    'delete many',
    s3.deleteObjects({ Bucket, Delete: { Objects: [{ Key: 'a/1' }, { Key: 'a/2 +ü' }, { Key: 'm' }] } }),
  );
  await note('delete bucket', s3.deleteBucket({ Bucket }));
  await note('delete no bucket', s3.deleteBucket({ Bucket }));
  return results;
}

/** Calls in which the store follows Amazon S3's documentation and LocalStack 4.13.1 does not. */
const knownDifferences = {
  'head bucket': 'S3 sends x-amz-access-point-alias',
  copy: 'S3 names the ChecksumType of a copy',
  'list encoded': 'S3 writes a space as +',
  'list none': 'S3 takes max-keys=0 for no keys, not for the default',
};

const open = (endpoint: string) =>
  new S3({
    endpoint,
    region,
    forcePathStyle: true,
    credentials: owner,
    maxAttempts: 1,
  });

test.skipIf(endpoint === undefined)('answers as LocalStack does', { timeout: 60_000 }, async () => {
  await using running = await runStore();
  const clients = [open(running.endpoint), open(endpoint as string)] as const;
  const bucket = `compare-${process.pid}-${Date.now()}`;
  try {
    const [ours = {}, theirs = {}] = await Promise.all(clients.map((client) => table(client, bucket)));
    expect(Object.keys(ours).length).toBeGreaterThan(30);
    for (const name of Object.keys(ours)) {
      if (name in knownDifferences) expect(ours[name], name).not.toEqual(theirs[name]);
      else expect(ours[name], name).toEqual(theirs[name]);
    }
  } finally {
    for (const client of clients) client.destroy();
  }
});
