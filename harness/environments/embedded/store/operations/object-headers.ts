import { S3Error } from '../errors/s3-error.ts';
import type { RequestHead } from '../http/request-head.ts';
import type { Checksum } from '../payload/checksum.ts';
import type { Bucket } from '../storage/bucket.ts';
import type { ObjectAttributes, ObjectHeaders, ObjectVersion, StoredObject } from '../storage/stored-object.ts';
import { encryptionHeaders, readEncryption } from './encryption-headers.ts';
import { type ObjectContext, objectArn } from './operation.ts';
import { requireKeyUse } from './require-key-use.ts';
import { readTaggingHeader } from './tag-set.ts';

const kept = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];
const redirect = 'x-amz-website-redirect-location';
const largestMetadata = 2048;

/** Source: S3 API reference, "PutObject", `x-amz-storage-class`; those of other kinds of bucket left out. */
const storageClasses = [
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER',
  'DEEP_ARCHIVE',
  'GLACIER_IR',
];

/** What a request says of a new object. Throws as S3 does, and `AccessDenied` where tags, a list or a key need a right of their own. */
export async function readObjectAttributes(context: ObjectContext): Promise<ObjectAttributes> {
  const { head, bucket, key } = context;
  const { headers } = head;
  requireNoLock(head);
  if (headers.has('x-amz-write-offset-bytes'))
    throw new S3Error('NotImplemented', { fields: { Header: 'x-amz-write-offset-bytes' } });
  if (headers.has('x-amz-tagging')) context.require('s3:PutObjectTagging', objectArn(bucket.name, key));
  const attributes = {
    headers: readObjectHeaders(head),
    storageClass: readStorageClass(head),
    encryption: readEncryption(head, bucket),
    tags: readTaggingHeader(headers.get('x-amz-tagging')),
    acl: await readAcl(context),
  };
  requireKeyUse(context, attributes.encryption, 'kms:GenerateDataKey');
  return attributes;
}

/** The headers that S3 keeps with an object. Throws `MetadataTooLarge`, `InvalidRedirectLocation`. */
export function readObjectHeaders({ headers }: RequestHead): ObjectHeaders {
  const read: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  for (const name of kept) {
    const value = name === 'content-encoding' ? withoutChunking(headers.get(name)) : headers.get(name);
    if (value !== undefined) read[name] = value;
  }
  const location = headers.get(redirect);
  if (location !== undefined) {
    if (!/^(https?:\/\/|\/)/.test(location)) throw new S3Error('InvalidRedirectLocation');
    read[redirect] = location;
  }
  let size = 0;
  for (const [name, value] of headers) {
    if (!name.startsWith('x-amz-meta-')) continue;
    size += name.length - 'x-amz-meta-'.length + Buffer.byteLength(value);
    read[name] = value;
  }
  if (size > largestMetadata)
    throw new S3Error('MetadataTooLarge', { fields: { Size: size, MaxSizeAllowed: largestMetadata } });
  return read;
}

/** Headers that a copy takes over from its source. */
export function copiedHeaders({ [redirect]: _, ...rest }: ObjectHeaders): ObjectHeaders {
  return rest;
}

export function readStorageClass({ headers }: RequestHead): string {
  const storageClass = headers.get('x-amz-storage-class') ?? 'STANDARD';
  if (!storageClasses.includes(storageClass))
    throw new S3Error('InvalidStorageClass', { fields: { StorageClassRequested: storageClass } });
  return storageClass;
}

async function readAcl(context: ObjectContext): Promise<ObjectAttributes['acl']> {
  const { head, bucket, key } = context;
  if (!head.headers.has('x-amz-acl') && ![...head.headers.keys()].some((name) => name.startsWith('x-amz-grant-')))
    return undefined;
  context.require('s3:PutObjectAcl', objectArn(bucket.name, key));
  const { admitAcl, requestedAcl } = await import('./bucket-configuration/acl.ts');
  return admitAcl(
    context,
    await requestedAcl(bucket.accountId, head, Buffer.alloc(0)),
    's3:PutObject',
    objectArn(bucket.name, key),
  );
}

/** No bucket here has Object Lock. */
function requireNoLock({ headers }: RequestHead): void {
  for (const name of headers.keys()) {
    if (name.startsWith('x-amz-object-lock-'))
      throw new S3Error('InvalidRequest', { message: 'Bucket is missing Object Lock Configuration' });
  }
}

function withoutChunking(encoding: string | undefined): string | undefined {
  if (encoding === undefined) return undefined;
  const rest = encoding
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding.toLowerCase() !== 'aws-chunked');
  return rest.length === 0 ? undefined : rest.join(',');
}

/** The headers of an object's answer, without its length. */
export function objectAnswerHeaders(bucket: Bucket, object: StoredObject): Record<string, string> {
  const answer: Record<string, string> = {
    'last-modified': new Date(object.lastModified).toUTCString(),
    etag: object.etag,
    'accept-ranges': 'bytes',
    ...versionHeader(bucket, object),
    ...encryptionHeaders(object.encryption),
  };
  for (const name in object.headers) answer[name] = latin1(object.headers[name] as string);
  if (object.storageClass !== 'STANDARD') answer['x-amz-storage-class'] = object.storageClass;
  if (object.tags.size > 0) answer['x-amz-tagging-count'] = String(object.tags.size);
  return answer;
}

/** Which version an answer is about, where the bucket ever had versioning. */
export function versionHeader(bucket: Bucket, version: ObjectVersion | undefined): Record<string, string> {
  return bucket.versioning === undefined || version === undefined ? {} : { 'x-amz-version-id': version.versionId };
}

export function checksumHeaders({ algorithm, value, type }: Checksum): Record<string, string> {
  return { [`x-amz-checksum-${algorithm}`]: value, 'x-amz-checksum-type': type };
}

/** Header bytes go out as they came in: UTF-8, which Node takes as Latin-1. */
function latin1(value: string): string {
  return /[^\x20-\x7e]/.test(value) ? Buffer.from(value, 'utf8').toString('latin1') : value;
}
