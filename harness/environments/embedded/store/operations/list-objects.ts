import { S3Error } from '../errors/s3-error.ts';
import { type Answer, xmlAnswer } from '../http/answer.ts';
import { queryValue, type RequestHead } from '../http/request-head.ts';
import type { XmlElements } from '../http/xml.ts';
import { uriEncodePath } from '../signature/uri-encode.ts';
import { type Bucket, compareKeys } from '../storage/bucket.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { type BucketContext, type Operation, xmlTime } from './operation.ts';

const mostKeys = 1000;

export const listObjectsV2: Operation<BucketContext> = ({ bucket, head, signer }) => {
  const page = readPage(head);
  const token = queryValue(head, 'continuation-token');
  const startAfter = queryValue(head, 'start-after');
  const { objects, prefixes, next } = listPage(
    bucket,
    page,
    token === undefined ? (startAfter ?? '') : decodeToken(token),
  );
  const owner = queryValue(head, 'fetch-owner') === 'true' ? { ID: signer.principal.accountId } : undefined;
  return xmlAnswer('ListBucketResult', {
    Name: bucket.name,
    Prefix: page.encode(page.prefix),
    StartAfter: startAfter === undefined ? undefined : page.encode(startAfter),
    ContinuationToken: token,
    NextContinuationToken: next === undefined ? undefined : Buffer.from(next).toString('base64'),
    KeyCount: objects.length + prefixes.length,
    ...describe(page, next),
    Contents: objects.map((object) => contents(object, page, owner)),
    CommonPrefixes: prefixes.map((prefix) => ({ Prefix: page.encode(prefix) })),
  });
};

export const listObjects: Operation<BucketContext> = ({ bucket, head, signer }): Answer => {
  const page = readPage(head);
  const marker = queryValue(head, 'marker') ?? '';
  const { objects, prefixes, next } = listPage(bucket, page, marker);
  const owner = { ID: signer.principal.accountId };
  return xmlAnswer('ListBucketResult', {
    Name: bucket.name,
    Prefix: page.encode(page.prefix),
    Marker: page.encode(marker),
    NextMarker: next === undefined || page.delimiter === '' ? undefined : page.encode(next),
    ...describe(page, next),
    Contents: objects.map((object) => contents(object, page, owner)),
    CommonPrefixes: prefixes.map((prefix) => ({ Prefix: page.encode(prefix) })),
  });
};

interface Page {
  readonly prefix: string;
  readonly delimiter: string;
  readonly maxKeys: number;
  readonly encoding: 'url' | undefined;
  encode(text: string): string;
}

function readPage(head: RequestHead): Page {
  const encoding = queryValue(head, 'encoding-type');
  if (encoding !== undefined && encoding !== 'url') {
    throw new S3Error('InvalidArgument', {
      message: 'Invalid Encoding Method specified in Request',
      fields: { ArgumentName: 'encoding-type', ArgumentValue: encoding },
    });
  }
  const maxKeys = queryValue(head, 'max-keys') ?? String(mostKeys);
  if (!/^\d{1,10}$/.test(maxKeys) || Number(maxKeys) > 2_147_483_647) {
    throw new S3Error('InvalidArgument', {
      message: 'Provided max-keys not an integer or within integer range',
      fields: { ArgumentName: 'max-keys', ArgumentValue: maxKeys },
    });
  }
  return {
    prefix: queryValue(head, 'prefix') ?? '',
    delimiter: queryValue(head, 'delimiter') ?? '',
    maxKeys: Math.min(Number(maxKeys), mostKeys),
    encoding,
    encode: encoding === 'url' ? (text) => uriEncodePath(text).replaceAll('%20', '+') : (text) => text,
  };
}

function describe({ maxKeys, delimiter, encoding, encode }: Page, next: string | undefined): XmlElements {
  return {
    MaxKeys: maxKeys,
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    EncodingType: encoding,
    IsTruncated: next !== undefined,
  };
}

function contents(object: StoredObject, { encode }: Page, owner: XmlElements | undefined): XmlElements {
  return {
    Key: encode(object.key),
    LastModified: xmlTime(object.lastModified),
    ETag: object.etag,
    ChecksumAlgorithm: object.checksum.algorithm.toUpperCase(),
    ChecksumType: object.checksum.type,
    Size: object.content.length,
    Owner: owner,
    StorageClass: 'STANDARD',
  };
}

/** One page after `after`, a key or a common prefix; `next` is the last of a page that has a successor. */
function listPage(
  bucket: Bucket,
  { prefix, delimiter, maxKeys }: Page,
  after: string,
): { objects: StoredObject[]; prefixes: string[]; next: string | undefined } {
  const all = bucket.list();
  const objects: StoredObject[] = [];
  const prefixes: string[] = [];
  let last = after;
  if (maxKeys === 0) return { objects, prefixes, next: undefined };
  for (let index = firstAfter(all, compareKeys(prefix, after) > 0 ? prefix : after); index < all.length; index++) {
    const object = all[index] as StoredObject;
    if (!object.key.startsWith(prefix)) {
      if (compareKeys(object.key, prefix) > 0) break;
      continue;
    }
    const end = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length);
    const item = end === -1 ? object.key : object.key.slice(0, end + delimiter.length);
    if (compareKeys(object.key, after) <= 0 || (end !== -1 && (item === after || item === prefixes.at(-1)))) continue;
    if (objects.length + prefixes.length === maxKeys) return { objects, prefixes, next: last };
    if (end === -1) objects.push(object);
    else prefixes.push(item);
    last = item;
  }
  return { objects, prefixes, next: undefined };
}

/** Index of the first key not below `key`. */
function firstAfter(objects: readonly StoredObject[], key: string): number {
  let [low, high] = [0, objects.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareKeys((objects[middle] as StoredObject).key, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function decodeToken(token: string): string {
  const bytes = Buffer.from(token, 'base64');
  if (token === '' || bytes.toString('base64') !== token) {
    throw new S3Error('InvalidArgument', {
      message: 'The continuation token provided is incorrect',
      fields: { ArgumentName: 'continuation-token' },
    });
  }
  return bytes.toString('utf8');
}
