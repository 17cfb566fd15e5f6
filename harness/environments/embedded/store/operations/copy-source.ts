import { S3Error } from '../errors/s3-error.ts';
import type { Bucket } from '../storage/bucket.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { requireDecryptable } from './encryption-headers.ts';
import { findObject, requireVersionId } from './find-version.ts';
import { type ObjectContext, objectArn } from './operation.ts';
import { conditionFailed, failedCondition, readConditions } from './preconditions.ts';

export interface CopySource {
  readonly bucket: Bucket;
  readonly object: StoredObject;
  /** Headers about the source, for the answer. */
  readonly headers: Readonly<Record<string, string>>;
}

const archived = ['GLACIER', 'DEEP_ARCHIVE'];

/**
 * The object that `x-amz-copy-source` names, its conditions met and its key, if the customer gave one, right. Throws as S3 does.
 */
export function findCopySource(context: ObjectContext): CopySource {
  const { head, storage } = context;
  const { bucket: bucketName, key, versionId } = parseCopySource(head.headers.get('x-amz-copy-source') ?? '');
  const bucket = storage.bucket(bucketName);
  if (bucket === undefined) throw new S3Error('NoSuchBucket', { fields: { BucketName: bucketName } });
  context.require(versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion', objectArn(bucketName, key));
  if (versionId !== undefined && bucket.version(key, versionId)?.deleteMarker) {
    throw new S3Error('InvalidRequest', {
      message: 'The source of a copy request may not specifically refer to a delete marker by version id.',
    });
  }
  const latest = bucket.latest(key);
  const object = findObject(
    { ...context, bucket, key },
    versionId ?? (latest?.deleteMarker ? undefined : latest?.versionId),
  );
  requireDecryptable(head, object.encryption, 'x-amz-copy-source-server-side-encryption-customer-');
  requireRestored(object);
  const condition = failedCondition(readConditions(head, 'x-amz-copy-source-'), object);
  if (condition !== undefined) throw conditionFailed(`x-amz-copy-source-${condition}`);
  return {
    bucket,
    object,
    headers: bucket.versioning === undefined ? {} : { 'x-amz-copy-source-version-id': object.versionId },
  };
}

/** What lies in an archive cannot be read. Throws `InvalidObjectState`. */
export function requireRestored({ storageClass }: StoredObject): void {
  if (archived.includes(storageClass)) {
    throw new S3Error('InvalidObjectState', { fields: { StorageClass: storageClass } });
  }
}

/** What `x-amz-copy-source` names. Throws `InvalidArgument`. */
export function parseCopySource(value: string): { bucket: string; key: string; versionId: string | undefined } {
  const malformed = new S3Error('InvalidArgument', {
    message: 'Invalid copy source object key',
    fields: { ArgumentName: 'x-amz-copy-source', ArgumentValue: 'x-amz-copy-source' },
  });
  const mark = value.lastIndexOf('?versionId=');
  const path = mark === -1 ? value : value.slice(0, mark);
  const versionId = mark === -1 ? undefined : value.slice(mark + '?versionId='.length);
  if (versionId !== undefined) requireVersionId(versionId);
  let decoded: string;
  try {
    decoded = decodeURIComponent(path.replaceAll('+', ' ')).replace(/^\//, '');
  } catch {
    throw malformed;
  }
  const slash = decoded.indexOf('/');
  if (slash < 1 || slash === decoded.length - 1) throw malformed;
  return { bucket: decoded.slice(0, slash), key: decoded.slice(slash + 1), versionId };
}
