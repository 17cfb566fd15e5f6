import type { S3Target } from './s3-target.ts';

/** Takes away what a group has made. */
export async function removeBuckets({ client, prefix }: S3Target): Promise<void> {
  const s3 = await client();
  const { Buckets = [] } = await s3.listBuckets({ Prefix: prefix });
  for (const { Name: Bucket = '' } of Buckets) {
    if (!Bucket.startsWith(prefix)) continue;
    const { Versions = [], DeleteMarkers = [] } = await s3.listObjectVersions({ Bucket });
    for (const { Key, VersionId } of [...Versions, ...DeleteMarkers]) await s3.deleteObject({ Bucket, Key, VersionId });
    await s3.deleteBucket({ Bucket });
  }
}
