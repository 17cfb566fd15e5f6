import { S3Error } from '../errors/s3-error.ts';
import type { Answer } from '../http/answer.ts';
import { queryValue, type RequestHead } from '../http/request-head.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { objectAnswerHeaders } from './object-headers.ts';
import { bucketArn, type ObjectContext, type Operation } from './operation.ts';
import { isNotModified } from './preconditions.ts';

const overrides = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];

/** GetObject and HeadObject: the pipeline drops the body of the latter. */
export const readObject: Operation<ObjectContext> = (context) => {
  const { head } = context;
  const object = findObject(context);
  const withChecksum = head.headers.get('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED';
  if (isNotModified(head, object)) {
    return {
      status: 304,
      headers: { etag: object.etag, 'last-modified': new Date(object.lastModified).toUTCString() },
    };
  }
  const range = readRange(head, object);
  if (range === undefined) {
    return content(
      object,
      200,
      { ...objectAnswerHeaders(object, withChecksum), ...overriddenHeaders(head) },
      object.content,
    );
  }
  const { first, last } = range;
  return content(
    object,
    206,
    {
      ...objectAnswerHeaders(object, false),
      ...overriddenHeaders(head),
      'content-range': `bytes ${first}-${last}/${object.content.length}`,
    },
    object.content.subarray(first, last + 1),
  );
};

/** A missing key is told only to those who may list the bucket. */
function findObject({ bucket, key, head, require }: ObjectContext): StoredObject {
  const version = queryValue(head, 'versionId');
  if (version !== undefined && version !== 'null') {
    throw new S3Error('InvalidArgument', {
      message: 'Invalid version id specified',
      fields: { ArgumentName: 'versionId', ArgumentValue: version },
    });
  }
  const part = queryValue(head, 'partNumber');
  if (part !== undefined && part !== '1') throw new S3Error('NotImplemented', { fields: { Header: 'partNumber' } });
  const object = bucket.get(key);
  if (object !== undefined) return object;
  require('s3:ListBucket', bucketArn(bucket.name));
  throw new S3Error('NoSuchKey', { fields: { Key: key } });
}

function content(object: StoredObject, status: number, headers: Record<string, string>, body: Buffer): Answer {
  const parts = /-(\d+)"$/.exec(object.etag)?.[1];
  return {
    status,
    headers: {
      ...headers,
      'content-length': body.length,
      ...(parts === undefined ? {} : { 'x-amz-mp-parts-count': parts }),
    },
    body,
  };
}

function overriddenHeaders(head: RequestHead): Record<string, string> {
  return Object.fromEntries(
    overrides.flatMap((name) => {
      const value = queryValue(head, `response-${name}`);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** One range of `Range`; undefined for the whole object, as S3 answers several ranges and units it does not know. */
function readRange(
  { headers }: RequestHead,
  { content: { length } }: StoredObject,
): { first: number; last: number } | undefined {
  const requested = headers.get('range');
  const fields = /^bytes=(\d*)-(\d*)$/.exec(requested?.replaceAll(' ', '') ?? '');
  const [, start = '', end = ''] = fields ?? [];
  if (fields === null || (start === '' && end === '')) return undefined;
  const first = start === '' ? Math.max(0, length - Number(end)) : Number(start);
  const last = start === '' || end === '' ? length - 1 : Math.min(Number(end), length - 1);
  if (start !== '' && end !== '' && Number(end) < Number(start)) return undefined;
  if (first >= length || (start === '' && Number(end) === 0)) {
    throw new S3Error('InvalidRange', {
      fields: { RangeRequested: requested, ActualObjectSize: length },
      headers: { 'content-range': `bytes */${length}` },
    });
  }
  return { first, last };
}
