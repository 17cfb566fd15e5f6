import { S3Error } from '../errors/s3-error.ts';
import type { RequestHead } from '../http/request-head.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { type BucketContext, objectArn } from './operation.ts';

/** The `If-*` of a read, or of the source of a copy. Values as sent. */
export interface ReadConditions {
  readonly match: string | undefined;
  readonly noneMatch: string | undefined;
  readonly modifiedSince: string | undefined;
  readonly unmodifiedSince: string | undefined;
}

/** `prefix`: `x-amz-copy-source-` for the source of a copy. */
export function readConditions({ headers }: RequestHead, prefix = ''): ReadConditions {
  return {
    match: headers.get(`${prefix}if-match`),
    noneMatch: headers.get(`${prefix}if-none-match`),
    modifiedSince: headers.get(`${prefix}if-modified-since`),
    unmodifiedSince: headers.get(`${prefix}if-unmodified-since`),
  };
}

/** Names the condition that an object does not meet. Entity tags win over dates, as in RFC 9110, 13.2.2. */
export function failedCondition(conditions: ReadConditions, object: StoredObject): string | undefined {
  const { match, noneMatch, modifiedSince, unmodifiedSince } = conditions;
  if (match !== undefined) {
    if (!matches(match, object.etag)) return 'If-Match';
  } else if (isBefore(unmodifiedSince, object)) return 'If-Unmodified-Since';

  if (noneMatch !== undefined) return matches(noneMatch, object.etag) ? 'If-None-Match' : undefined;
  const since = Date.parse(modifiedSince ?? '');
  return !Number.isNaN(since) && seconds(object) <= since ? 'If-Modified-Since' : undefined;
}

/** Applies `If-*` of a read. True: answer 304. Throws `PreconditionFailed`. */
export function isNotModified(head: RequestHead, object: StoredObject): boolean {
  const condition = failedCondition(readConditions(head), object);
  if (condition === 'If-Match' || condition === 'If-Unmodified-Since') throw conditionFailed(condition);
  return condition !== undefined;
}

/**
 * Applies `If-None-Match: *` and `If-Match` of a write. Throws `PreconditionFailed`, `NoSuchKey`, `NotImplemented`.
 * Source: S3 user guide, "Add preconditions to S3 operations with conditional requests".
 */
export function requireWritable({ headers }: RequestHead, key: string, existing: StoredObject | undefined): void {
  const ifNoneMatch = headers.get('if-none-match');
  const ifMatch = headers.get('if-match');
  if (ifNoneMatch === undefined && ifMatch === undefined) return;
  if (ifNoneMatch !== undefined && ifMatch !== undefined)
    throw notImplemented('If-Match,If-None-Match', 'Multiple conditional request headers present in the request');
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch !== '*') throw unacceptable('If-None-Match');
    if (existing !== undefined) throw conditionFailed('If-None-Match');
    return;
  }
  if (ifMatch === '*') throw unacceptable('If-Match');
  requireMatch(ifMatch, key, existing);
}

/** Who makes a write depend on what is there must be allowed to read it. Throws `AccessDenied`. */
export function requireMatchRight({ bucket, require }: BucketContext, key: string, ifMatch: string | undefined): void {
  if (ifMatch !== undefined) require('s3:GetObject', objectArn(bucket.name, key));
}

/** Applies `If-Match` of a deletion, `*` for whatever is there. Throws `PreconditionFailed`, `NoSuchKey`. */
export function requireMatch(ifMatch: string | undefined, key: string, existing: StoredObject | undefined): void {
  if (ifMatch === undefined) return;
  if (existing === undefined) throw new S3Error('NoSuchKey', { fields: { Key: key } });
  if (!matches(ifMatch, existing.etag)) throw conditionFailed('If-Match');
}

export function conditionFailed(condition: string): S3Error {
  return new S3Error('PreconditionFailed', { fields: { Condition: condition } });
}

function unacceptable(header: string): S3Error {
  return notImplemented(header, `We don't accept the provided value of ${header} header for this API`);
}

function notImplemented(header: string, additionalMessage: string): S3Error {
  return new S3Error('NotImplemented', { fields: { Header: header, additionalMessage } });
}

function matches(list: string, etag: string): boolean {
  return list.split(',').some((item) => {
    const candidate = item.trim().replace(/^W\//, '');
    return candidate === '*' || candidate === etag || `"${candidate}"` === etag;
  });
}

function isBefore(date: string | undefined, object: StoredObject): boolean {
  const time = Date.parse(date ?? '');
  return !Number.isNaN(time) && seconds(object) > time;
}

/** HTTP dates have whole seconds. */
function seconds({ lastModified }: StoredObject): number {
  return Math.floor(lastModified / 1000) * 1000;
}
