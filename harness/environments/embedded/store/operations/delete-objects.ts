import { S3Error } from '../errors/s3-error.ts';
import { xmlAnswer } from '../http/answer.ts';
import { readXml, type XmlTree, xmlList, xmlText } from '../http/read-xml.ts';
import type { XmlElements } from '../http/xml.ts';
import { requireDigest } from '../payload/require-digest.ts';
import type { Deletion } from '../storage/bucket.ts';
import { requestedVersionId, requireVersionId } from './find-version.ts';
import { versionHeader } from './object-headers.ts';
import { type BucketContext, type ObjectContext, type Operation, objectArn } from './operation.ts';
import { requireMatch, requireMatchRight } from './preconditions.ts';

const largestDocument = 2 * 1024 * 1024;
const mostKeys = 1000;

export const deleteObject: Operation<ObjectContext> = (context) => {
  const { bucket, key, head } = context;
  const versionId = requestedVersionId(context);
  const ifMatch = head.headers.get('if-match');
  requireMatchRight(context, key, ifMatch);
  requireMatch(ifMatch, key, bucket.get(key));
  const { made, removed } = remove(context, key, versionId);
  const marker = made ?? (versionId === undefined ? undefined : removed);
  return {
    status: 204,
    headers: {
      ...(marker?.deleteMarker ? { 'x-amz-delete-marker': 'true' } : {}),
      ...(versionId === undefined ? versionHeader(bucket, made) : { 'x-amz-version-id': versionId }),
    },
  };
};

export const deleteObjects: Operation<BucketContext> = async (context) => {
  requireDigest(context.head);
  const { content } = await context.payload(largestDocument);
  const document = await readXml(content, 'Delete', ['Object']);
  const items = xmlList(document, 'Object');
  if (items.length === 0 || items.length > mostKeys || items.some((item) => !xmlText(item, 'Key')))
    throw new S3Error('MalformedXML');

  const quiet = xmlText(document, 'Quiet')?.trim() === 'true';
  const results = items.map((item) => attempt(context, item));
  return xmlAnswer('DeleteResult', {
    Deleted: quiet ? [] : results.flatMap(({ deleted }) => (deleted === undefined ? [] : [deleted])),
    Error: results.flatMap(({ error }) => (error === undefined ? [] : [error])),
  });
};

function attempt(context: BucketContext, item: XmlTree): { deleted?: XmlElements; error?: XmlElements } {
  const { bucket } = context;
  const key = xmlText(item, 'Key') as string;
  const versionId = xmlText(item, 'VersionId');
  try {
    if (versionId !== undefined) requireNamedVersion(versionId);
    context.require(
      versionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion',
      objectArn(bucket.name, key),
    );
    const etag = xmlText(item, 'ETag');
    requireMatchRight(context, key, etag);
    requireMatch(etag, key, bucket.get(key));
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    return { error: { Key: key, VersionId: versionId, Code: error.code, Message: error.message } };
  }
  const { made, removed } = remove(context, key, versionId);
  const marker = made ?? (versionId !== undefined && removed?.deleteMarker ? removed : undefined);
  return {
    deleted: {
      Key: key,
      VersionId: versionId,
      ...(marker === undefined ? {} : { DeleteMarker: true, DeleteMarkerVersionId: marker.versionId }),
    },
  };
}

/** In a batch a version that never was is `NoSuchVersion`, not a malformed argument. */
function requireNamedVersion(versionId: string): void {
  try {
    requireVersionId(versionId);
  } catch {
    throw new S3Error('NoSuchVersion');
  }
}

function remove({ bucket, storage, now }: BucketContext, key: string, versionId: string | undefined): Deletion {
  const before = bucket.latest(key);
  const deletion = bucket.delete(key, versionId, now());
  const gone = before?.deleteMarker === false && bucket.latest(key) !== before;
  if (gone) storage.announce({ type: 'removed', bucket: bucket.name, key });
  return deletion;
}
