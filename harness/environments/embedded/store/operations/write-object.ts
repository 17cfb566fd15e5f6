import { createHash } from 'node:crypto';
import { S3Error } from '../errors/s3-error.ts';
import { xmlAnswer } from '../http/answer.ts';
import { type Checksum, digest } from '../payload/checksum.ts';
import type { ObjectHeaders, StoredObject } from '../storage/stored-object.ts';
import { checksumHeaders, readObjectHeaders } from './object-headers.ts';
import { type BucketContext, bucketArn, type ObjectContext, type Operation, objectArn, xmlTime } from './operation.ts';
import { isNotModified, requireWritable } from './preconditions.ts';

const longestKey = 1024;

export const putObject: Operation<ObjectContext> = async (context) => {
  const { head, bucket, key } = context;
  requireKey(key);
  const headers = readObjectHeaders(head);
  requireWritable(head, key, bucket.get(key));
  const { content, checksum } = await context.payload(context.maxObjectBytes);
  // The object may have come into being while this body travelled.
  requireWritable(head, key, bucket.get(key));
  const object = storeObject(context, key, { content, headers, checksum });
  return {
    status: 200,
    headers: { etag: object.etag, 'x-amz-server-side-encryption': 'AES256', ...checksumHeaders(object.checksum) },
  };
};

export const copyObject: Operation<ObjectContext> = (context) => {
  const { head, storage, key, signer } = context;
  requireKey(key);
  const { bucket: sourceBucket, key: sourceKey } = readCopySource(head.headers.get('x-amz-copy-source') ?? '');
  const bucket = storage.bucket(sourceBucket);
  if (bucket === undefined) throw new S3Error('NoSuchBucket', { fields: { BucketName: sourceBucket } });
  if (bucket.accountId !== signer.principal.accountId) throw new S3Error('AccessDenied');
  context.require('s3:GetObject', objectArn(sourceBucket, sourceKey));
  const source = bucket.get(sourceKey);
  if (source === undefined) {
    context.require('s3:ListBucket', bucketArn(sourceBucket));
    throw new S3Error('NoSuchKey', { fields: { Key: sourceKey } });
  }
  const conditions = [...head.headers].filter(([name]) => name.startsWith('x-amz-copy-source-if-'));
  const conditional = new Map(conditions.map(([name, value]) => [name.slice('x-amz-copy-source-'.length), value]));
  if (isNotModified({ ...head, headers: conditional }, source)) throw new S3Error('PreconditionFailed');

  const replace = head.headers.get('x-amz-metadata-directive')?.toUpperCase() === 'REPLACE';
  const headers = readObjectHeaders(head);
  if (!replace && bucket === context.bucket && sourceKey === key) {
    throw new S3Error('InvalidRequest', {
      message:
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    });
  }
  const { content, checksum } = source;
  const object = storeObject(context, key, {
    content,
    headers: replace ? headers : source.headers,
    checksum: checksum.type === 'FULL_OBJECT' ? checksum : undefined,
  });
  return xmlAnswer('CopyObjectResult', {
    LastModified: xmlTime(object.lastModified),
    ETag: object.etag,
    ChecksumType: object.checksum.type,
    [`Checksum${object.checksum.algorithm.toUpperCase()}`]: object.checksum.value,
  });
};

/** Keys of 1 to 1024 bytes. Throws `KeyTooLongError`. */
export function requireKey(key: string): void {
  const size = Buffer.byteLength(key);
  if (size > longestKey) throw new S3Error('KeyTooLongError', { fields: { Size: size, MaxSizeAllowed: longestKey } });
}

export interface NewObject {
  readonly content: Buffer;
  readonly headers: ObjectHeaders;
  /** Undefined: S3's own CRC-64/NVME. */
  readonly checksum: Checksum | undefined;
  /** Undefined: the MD5 of the content. */
  readonly etag?: string;
}

/** Puts an object into its bucket and tells who watches. */
export function storeObject(
  { bucket, storage, now }: BucketContext,
  key: string,
  { content, headers, checksum, etag }: NewObject,
): StoredObject {
  const object: StoredObject = {
    key,
    content,
    headers,
    etag: etag ?? `"${createHash('md5').update(content).digest('hex')}"`,
    lastModified: now(),
    checksum: checksum ?? {
      algorithm: 'crc64nvme',
      value: digest('crc64nvme', content).toString('base64'),
      type: 'FULL_OBJECT',
    },
  };
  bucket.put(object);
  storage.announce({ type: 'stored', bucket: bucket.name, key });
  return object;
}

function readCopySource(value: string): { bucket: string; key: string } {
  const malformed = new S3Error('InvalidArgument', {
    message: 'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
    fields: { ArgumentName: 'x-amz-copy-source', ArgumentValue: value },
  });
  const [path = '', version] = value.split('?versionId=');
  if (version !== undefined && version !== 'null')
    throw new S3Error('NotImplemented', { fields: { Header: 'versionId' } });
  let decoded: string;
  try {
    decoded = decodeURIComponent(path.replaceAll('+', ' ')).replace(/^\//, '');
  } catch {
    throw malformed;
  }
  const slash = decoded.indexOf('/');
  if (slash < 1 || slash === decoded.length - 1) throw malformed;
  return { bucket: decoded.slice(0, slash), key: decoded.slice(slash + 1) };
}
