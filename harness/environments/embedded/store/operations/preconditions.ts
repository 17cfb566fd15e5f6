import { S3Error } from '../errors/s3-error.ts';
import type { RequestHead } from '../http/request-head.ts';
import type { StoredObject } from '../storage/stored-object.ts';

/**
 * Applies `If-*` of a read. True: answer 304. Throws `PreconditionFailed`. Entity tags win over dates, as in RFC 9110, 13.2.2.
 */
export function isNotModified({ headers }: RequestHead, object: StoredObject): boolean {
  const ifMatch = headers.get('if-match');
  if (ifMatch !== undefined) {
    if (!matches(ifMatch, object.etag)) throw failed('If-Match');
  } else if (isBefore(headers.get('if-unmodified-since'), object)) throw failed('If-Unmodified-Since');

  const ifNoneMatch = headers.get('if-none-match');
  if (ifNoneMatch !== undefined) return matches(ifNoneMatch, object.etag);
  const since = Date.parse(headers.get('if-modified-since') ?? '');
  return !Number.isNaN(since) && seconds(object) <= since;
}

/** Applies `If-None-Match: *` and `If-Match` of a write. Throws `PreconditionFailed`, `NoSuchKey`, `NotImplemented`. */
export function requireWritable({ headers }: RequestHead, key: string, existing: StoredObject | undefined): void {
  const ifNoneMatch = headers.get('if-none-match');
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch !== '*') throw new S3Error('NotImplemented', { fields: { Header: 'If-None-Match' } });
    if (existing !== undefined) throw failed('If-None-Match');
  }
  const ifMatch = headers.get('if-match');
  if (ifMatch === undefined) return;
  if (existing === undefined) throw new S3Error('NoSuchKey', { fields: { Key: key } });
  if (!matches(ifMatch, existing.etag)) throw failed('If-Match');
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

function failed(condition: string): S3Error {
  return new S3Error('PreconditionFailed', { fields: { Condition: condition } });
}
