import { S3Error } from '../errors/s3-error.ts';
import { xmlAnswer } from '../http/answer.ts';
import { queryValue } from '../http/request-head.ts';
import type { XmlElements } from '../http/xml.ts';
import type { Bucket } from '../storage/bucket.ts';
import { canonicalUserId } from '../storage/canonical-user-id.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { type PageRequest, pageOf, readPageRequest } from './list-page.ts';
import { type BucketContext, type Operation, xmlTime } from './operation.ts';

export const listObjectsV2: Operation<BucketContext> = ({ bucket, head }) => {
  const page = readPageRequest(head, 'max-keys');
  const token = queryValue(head, 'continuation-token');
  const startAfter = queryValue(head, 'start-after');
  const { items, prefixes, next } = pageOf(
    currentObjects(bucket),
    page,
    token === undefined ? (startAfter ?? '') : decodeToken(token),
    () => false,
    token !== undefined,
  );
  const owner = queryValue(head, 'fetch-owner') === 'true' ? { ID: canonicalUserId(bucket.accountId) } : undefined;
  return xmlAnswer(
    'ListBucketResult',
    {
      Name: bucket.name,
      Prefix: page.encode(page.prefix),
      StartAfter: startAfter === undefined ? undefined : page.encode(startAfter),
      ContinuationToken: token,
      NextContinuationToken: next === undefined ? undefined : encodeToken(next.key),
      KeyCount: items.length + prefixes.length,
      ...describePage(page, next !== undefined),
      Contents: items.map((object) => contents(object, page, owner)),
      CommonPrefixes: prefixes.map((prefix) => ({ Prefix: page.encode(prefix) })),
    },
    { 'x-amz-bucket-region': bucket.region },
  );
};

export const listObjects: Operation<BucketContext> = ({ bucket, head }) => {
  const page = readPageRequest(head, 'max-keys');
  const marker = queryValue(head, 'marker') ?? '';
  const { items, prefixes, next } = pageOf(currentObjects(bucket), page, marker);
  const owner = { ID: canonicalUserId(bucket.accountId) };
  return xmlAnswer(
    'ListBucketResult',
    {
      Name: bucket.name,
      Prefix: page.encode(page.prefix),
      Marker: page.encode(marker),
      NextMarker: next === undefined || page.delimiter === '' ? undefined : page.encode(next.key),
      ...describePage(page, next !== undefined),
      Contents: items.map((object) => contents(object, page, owner)),
      CommonPrefixes: prefixes.map((prefix) => ({ Prefix: page.encode(prefix) })),
    },
    { 'x-amz-bucket-region': bucket.region },
  );
};

/** What the lists of objects and of versions say of themselves. */
export function describePage({ most, delimiter, encoding, encode }: PageRequest, truncated: boolean): XmlElements {
  return {
    MaxKeys: most,
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    EncodingType: encoding,
    IsTruncated: truncated,
  };
}

/** What the lists of objects and of versions say of an object. */
export function describeObject(object: StoredObject): XmlElements {
  return {
    LastModified: xmlTime(object.lastModified),
    ETag: object.etag,
    ChecksumAlgorithm: object.checksum.algorithm.toUpperCase(),
    ChecksumType: object.checksum.type,
    Size: object.content.length,
  };
}

function contents(object: StoredObject, { encode }: PageRequest, owner: XmlElements | undefined): XmlElements {
  return { Key: encode(object.key), ...describeObject(object), Owner: owner, StorageClass: object.storageClass };
}

function currentObjects(bucket: Bucket): readonly StoredObject[] {
  return bucket.list().flatMap(({ versions: [latest] }) => (latest?.deleteMarker === false ? [latest] : []));
}

const tokenMark = 'after ';

/** A token tells a client nothing and is told from what is none. */
function encodeToken(key: string): string {
  return Buffer.from(tokenMark + key).toString('base64');
}

function decodeToken(token: string): string {
  const bytes = Buffer.from(token, 'base64');
  const text = bytes.toString('utf8');
  if (!text.startsWith(tokenMark) || bytes.toString('base64') !== token) {
    throw new S3Error('InvalidArgument', {
      message: 'The continuation token provided is incorrect',
      fields: { ArgumentName: 'continuation-token' },
    });
  }
  return text.slice(tokenMark.length);
}
