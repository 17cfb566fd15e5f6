import type { S3Client } from '@aws-sdk/client-s3';
import type { BucketObject, ObjectStoreAccess } from './environment.ts';

/** How many objects are read at a time. */
const atOnce = 16;

/**
 * What lies in a bucket of any S3, by its keys; an unknown bucket is empty. `storedAt` knows better than S3, which tells whole
 * seconds, when an object was complete. The SDK is loaded when it is first needed.
 */
export async function readStoredObjects(
  access: ObjectStoreAccess,
  bucket: string,
  storedAt: (key: string) => number | undefined,
): Promise<BucketObject[]> {
  const sdk = await import('@aws-sdk/client-s3');
  const { endpoint, region } = access;
  const client: S3Client = new sdk.S3Client({ endpoint, region, credentials: access, forcePathStyle: true });
  try {
    const keys: string[] = [];
    for await (const page of sdk.paginateListObjectsV2({ client }, { Bucket: bucket })) {
      for (const { Key } of page.Contents ?? []) if (Key !== undefined) keys.push(Key);
    }
    const objects: BucketObject[] = new Array(keys.length);
    const left = keys.entries();
    const readOn = async () => {
      for (const [index, key] of left) {
        const { Body, ContentType = '' } = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: key }));
        const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
        objects[index] = { key, bytes, contentType: ContentType, storedAt: storedAt(key) };
      }
    };
    await Promise.all(Array.from({ length: atOnce }, readOn));
    return objects;
  } catch (error) {
    if (error instanceof sdk.S3ServiceException && error.name === 'NoSuchBucket') return [];
    throw error;
  } finally {
    client.destroy();
  }
}
