import type { Checksum } from '../payload/checksum.ts';
import type { Content } from '../storage/content.ts';
import type { ObjectAttributes, ObjectPart, StoredObject } from '../storage/stored-object.ts';
import type { BucketContext } from './operation.ts';

export interface NewObject {
  readonly content: Content;
  readonly attributes: ObjectAttributes;
  readonly checksum: Checksum;
  /** With its quotes. */
  readonly etag: string;
  readonly parts?: readonly ObjectPart[];
}

/** Puts an object into its bucket, as a new version where the bucket has versioning, and tells who watches. */
export function storeObject(
  { bucket, storage, now }: BucketContext,
  key: string,
  { content, attributes, checksum, etag, parts }: NewObject,
): StoredObject {
  const object: StoredObject = {
    deleteMarker: false,
    key,
    versionId: bucket.newVersionId(),
    content,
    etag,
    lastModified: now(),
    checksum,
    parts,
    headers: attributes.headers,
    storageClass: attributes.storageClass,
    encryption: attributes.encryption,
    tags: attributes.tags,
    acl: attributes.acl,
  };
  bucket.put(object);
  storage.announce({ type: 'stored', bucket: bucket.name, key });
  return object;
}

/** Entity tag of a body from its MD5. */
export function etagOf(md5: Buffer): string {
  return `"${md5.toString('hex')}"`;
}
