import type { ConformanceGroup } from '../../conformance-suite.ts';
import { createMain } from '../create-main.ts';
import type { S3Target } from '../s3-target.ts';
import { sdkCall } from '../sdk-call.ts';

const body = 'from the SDK';
const Key = 'dir/key ü';

export const sdk: ConformanceGroup<S3Target> = {
  name: 'SDK v3',
  cases: [
    createMain,
    sdkCall('put', (s3, Bucket) => s3.putObject({ Bucket, Key, Body: body, Metadata: { m: 'v' } })),
    sdkCall('put with SHA-256', (s3, Bucket) => s3.putObject({ Bucket, Key, Body: body, ChecksumAlgorithm: 'SHA256' })),
    sdkCall('get', (s3, Bucket) => s3.getObject({ Bucket, Key })),
    sdkCall('get with its checksum', (s3, Bucket) => s3.getObject({ Bucket, Key, ChecksumMode: 'ENABLED' })),
    sdkCall('get a range', (s3, Bucket) => s3.getObject({ Bucket, Key, Range: 'bytes=0-3' })),
    sdkCall('get none', (s3, Bucket) => s3.getObject({ Bucket, Key: 'none' })),
    sdkCall('get from none', (s3, Bucket) => s3.getObject({ Bucket: `${Bucket}-none`, Key })),
    sdkCall('head', (s3, Bucket) => s3.headObject({ Bucket, Key })),
    sdkCall('head none', (s3, Bucket) => s3.headObject({ Bucket, Key: 'none' })),
    sdkCall('head no bucket', (s3, Bucket) => s3.headBucket({ Bucket: `${Bucket}-none` })),
    sdkCall('copy', (s3, Bucket) =>
      s3.copyObject({ Bucket, Key: 'copy', CopySource: `${Bucket}/${encodeURIComponent(Key)}` }),
    ),
    sdkCall('list', (s3, Bucket) => s3.listObjectsV2({ Bucket })),
    sdkCall('list folders', (s3, Bucket) => s3.listObjectsV2({ Bucket, Delimiter: '/' })),
    sdkCall('tag', (s3, Bucket) =>
      s3.putObjectTagging({ Bucket, Key, Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } }),
    ),
    sdkCall('tags', (s3, Bucket) => s3.getObjectTagging({ Bucket, Key })),
    sdkCall('lifecycle', (s3, Bucket) =>
      s3.putBucketLifecycleConfiguration({
        Bucket,
        LifecycleConfiguration: {
          Rules: [{ ID: 'r', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 1 } }],
        },
      }),
    ),
    sdkCall('lifecycle, read', (s3, Bucket) => s3.getBucketLifecycleConfiguration({ Bucket })),
    sdkCall('encryption', (s3, Bucket) => s3.getBucketEncryption({ Bucket })),
    sdkCall('versioning', (s3, Bucket) =>
      s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
    ),
    sdkCall('versions', (s3, Bucket) => s3.listObjectVersions({ Bucket })),
    sdkCall('attributes', (s3, Bucket) =>
      s3.getObjectAttributes({ Bucket, Key, ObjectAttributes: ['ETag', 'ObjectSize', 'Checksum'] }),
    ),
    sdkCall('delete several', (s3, Bucket) =>
      s3.deleteObjects({ Bucket, Delete: { Objects: [{ Key }, { Key: 'none' }] } }),
    ),
    sdkCall('policy, none', (s3, Bucket) => s3.getBucketPolicy({ Bucket })),
    sdkCall('website, none', (s3, Bucket) => s3.getBucketWebsite({ Bucket })),
  ],
};
