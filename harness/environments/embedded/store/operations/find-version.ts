import { S3Error } from '../errors/s3-error.ts';
import { queryValue } from '../http/request-head.ts';
import { nullVersion } from '../storage/bucket.ts';
import type { ObjectVersion, StoredObject } from '../storage/stored-object.ts';
import { versionHeader } from './object-headers.ts';
import { type BucketContext, bucketArn, type ObjectContext } from './operation.ts';

/** Identifiers as the store makes them, and `null`. */
const identifier = /^(null|[A-Za-z0-9._]{32})$/;

/** The version that a request names; undefined where it names none. Throws `InvalidArgument`. */
export function requestedVersionId({ head }: BucketContext): string | undefined {
  const versionId = queryValue(head, 'versionId');
  if (versionId !== undefined) requireVersionId(versionId);
  return versionId;
}

/** Throws `InvalidArgument` for what was never an identifier of S3's. */
export function requireVersionId(versionId: string): void {
  if (identifier.test(versionId)) return;
  throw new S3Error('InvalidArgument', {
    message: versionId === '' ? 'Version id cannot be the empty string' : 'Invalid version id specified',
    fields: { ArgumentName: 'versionId', ArgumentValue: versionId },
  });
}

/**
 * The object that a request is about. A missing key is told only to those who may list the bucket. Throws `NoSuchKey`,
 * `NoSuchVersion`, `MethodNotAllowed` for a delete marker.
 */
export function findObject(context: ObjectContext, versionId = requestedVersionId(context)): StoredObject {
  const { bucket, key, head } = context;
  const version = versionId === undefined ? bucket.latest(key) : bucket.version(key, versionId);
  if (version?.deleteMarker === false) return version;
  if (version !== undefined && versionId !== undefined) {
    throw new S3Error('MethodNotAllowed', {
      fields: { Method: head.method, ResourceType: 'DeleteMarker' },
      headers: {
        ...markerHeaders(context, version),
        allow: 'DELETE',
        'last-modified': new Date(version.lastModified).toUTCString(),
      },
    });
  }
  context.require('s3:ListBucket', bucketArn(bucket.name));
  if (versionId !== undefined && versionId !== nullVersion)
    throw new S3Error('NoSuchVersion', { fields: { Key: key, VersionId: versionId } });
  throw new S3Error('NoSuchKey', {
    fields: { Key: key },
    headers: version === undefined ? {} : markerHeaders(context, version),
  });
}

function markerHeaders({ bucket }: BucketContext, version: ObjectVersion): Record<string, string> {
  return { 'x-amz-delete-marker': 'true', ...versionHeader(bucket, version) };
}
