import type { AdmittedRequest } from '../embedded/store/admit-request.ts';
import { S3Error } from '../embedded/store/errors/s3-error.ts';
import type { RequestHead } from '../embedded/store/http/request-head.ts';
import { parseCopySource } from '../embedded/store/operations/copy-source.ts';
import { bucketArn, objectArn } from '../embedded/store/operations/operation.ts';
import type { UpstreamAnswer } from './upstream-answer.ts';

const makesObject = new Set(['PutObject', 'CopyObject', 'CreateMultipartUpload']);
const readsObject = new Set(['GetObject', 'HeadObject']);

/** Names of the buckets that a request is about: its own, and the source of a copy. */
export function concernedBuckets({ target, headers }: RequestHead): string[] {
  const source = headers.get('x-amz-copy-source');
  const own = target.bucket === undefined ? [] : [target.bucket];
  return source === undefined ? own : [...new Set([...own, parseCopySource(source).bucket])];
}

/**
 * Asks for the rights that an operation needs beside its own, as the embedded store does in the operation itself. Throws
 * `AccessDenied`, `NoSuchBucket`, and `NotImplemented` for an upload by form, whose rights stand in its body.
 */
export function requireFurtherRights({ operation, require, bucket }: AdmittedRequest, head: RequestHead): void {
  if (operation === 'PostObject') {
    throw new S3Error('NotImplemented', { message: 'The store of this environment takes no upload by form.' });
  }
  if (bucket === undefined) return;
  const { headers, target } = head;
  const object = objectArn(bucket.name, target.key ?? '');
  if (makesObject.has(operation)) {
    if (headers.has('x-amz-tagging')) require('s3:PutObjectTagging', object);
    if ([...headers.keys()].some((name) => name === 'x-amz-acl' || name.startsWith('x-amz-grant-'))) {
      require('s3:PutObjectAcl', object);
    }
  }
  if (target.key !== undefined && head.method !== 'GET' && head.method !== 'HEAD' && headers.has('if-match')) {
    require('s3:GetObject', object);
  }
  const source = headers.get('x-amz-copy-source');
  if (source === undefined) return;
  const { bucket: name, key, versionId } = parseCopySource(source);
  require(versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion', objectArn(name, key));
}

/** Who may not list a bucket does not learn that an object is not there. Throws `AccessDenied`. */
export function requireRightToMiss({ operation, require, bucket }: AdmittedRequest, { status }: UpstreamAnswer): void {
  if (status === 404 && bucket !== undefined && readsObject.has(operation))
    require('s3:ListBucket', bucketArn(bucket.name));
}
