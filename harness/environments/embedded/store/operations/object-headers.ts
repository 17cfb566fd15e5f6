import { S3Error } from '../errors/s3-error.ts';
import type { RequestHead } from '../http/request-head.ts';
import type { Checksum } from '../payload/checksum.ts';
import type { ObjectHeaders, StoredObject } from '../storage/stored-object.ts';

const kept = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];
const largestMetadata = 2048;

/** Values of a header that say nothing the store does not do anyway. */
const harmless: Readonly<Record<string, readonly string[]>> = {
  'x-amz-server-side-encryption': ['AES256'],
  'x-amz-storage-class': ['STANDARD'],
  'x-amz-request-payer': ['requester'],
};
const unsupported = [
  'x-amz-tagging',
  'x-amz-website-redirect-location',
  'x-amz-object-lock-mode',
  'x-amz-object-lock-retain-until-date',
  'x-amz-object-lock-legal-hold',
  'x-amz-server-side-encryption-customer-algorithm',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-write-offset-bytes',
  ...Object.keys(harmless),
];
const ownerAcls = ['private', 'bucket-owner-full-control'];

/** Takes the headers that S3 keeps with an object. Throws for those the store would have to act on and cannot. */
export function readObjectHeaders({ headers }: RequestHead): ObjectHeaders {
  for (const name of unsupported) {
    const value = headers.get(name);
    if (value !== undefined && !harmless[name]?.includes(value))
      throw new S3Error('NotImplemented', { fields: { Header: name } });
  }
  const acl = headers.get('x-amz-acl');
  if (
    (acl !== undefined && !ownerAcls.includes(acl)) ||
    [...headers.keys()].some((name) => name.startsWith('x-amz-grant-'))
  ) {
    throw new S3Error('AccessControlListNotSupported');
  }
  const metadata = [...headers].filter(([name]) => name.startsWith('x-amz-meta-'));
  const size = metadata.reduce(
    (sum, [name, value]) => sum + name.length - 'x-amz-meta-'.length + Buffer.byteLength(value),
    0,
  );
  if (size > largestMetadata)
    throw new S3Error('MetadataTooLarge', { fields: { Size: size, MaxSizeAllowed: largestMetadata } });

  const system = kept.flatMap((name) => {
    const value = name === 'content-encoding' ? withoutChunking(headers.get(name)) : headers.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries([['content-type', 'binary/octet-stream'], ...system, ...metadata]);
}

function withoutChunking(encoding: string | undefined): string | undefined {
  const rest = (encoding ?? '')
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding.toLowerCase() !== 'aws-chunked');
  return rest.length === 0 ? undefined : rest.join(',');
}

/** The headers of an object's answer, without its length. */
export function objectAnswerHeaders(object: StoredObject, withChecksum: boolean): Record<string, string> {
  return {
    'last-modified': new Date(object.lastModified).toUTCString(),
    etag: object.etag,
    'accept-ranges': 'bytes',
    'x-amz-server-side-encryption': 'AES256',
    ...Object.fromEntries(Object.entries(object.headers).map(([name, value]) => [name, latin1(value)])),
    ...(withChecksum ? checksumHeaders(object.checksum) : {}),
  };
}

export function checksumHeaders({ algorithm, value, type }: Checksum): Record<string, string> {
  return { [`x-amz-checksum-${algorithm}`]: value, 'x-amz-checksum-type': type };
}

/** Header bytes go out as they came in: UTF-8, which Node takes as Latin-1. */
function latin1(value: string): string {
  return Buffer.from(value, 'utf8').toString('latin1');
}
