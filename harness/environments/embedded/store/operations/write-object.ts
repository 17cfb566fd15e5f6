import { S3Error } from '../errors/s3-error.ts';
import { encryptionHeaders } from './encryption-headers.ts';
import { checksumHeaders, readObjectAttributes, versionHeader } from './object-headers.ts';
import type { ObjectContext, Operation } from './operation.ts';
import { requireMatchRight, requireWritable } from './preconditions.ts';
import { etagOf, storeObject } from './store-object.ts';

const longestKey = 1024;

export const putObject: Operation<ObjectContext> = async (context) => {
  const { head, bucket, key } = context;
  requireKey(key);
  const attributes = await readObjectAttributes(context);
  requireMatchRight(context, key, head.headers.get('if-match'));
  requireWritable(head, key, bucket.get(key));
  const { content, md5, checksum } = await context.receive(context.maxObjectBytes);
  try {
    // The object may have come into being while this body travelled.
    requireWritable(head, key, bucket.get(key));
  } catch (error) {
    content.retain().release();
    throw error;
  }
  const object = storeObject(context, key, { content, attributes, checksum, etag: etagOf(md5) });
  return {
    status: 200,
    headers: {
      etag: object.etag,
      // The version `null` of a bucket whose versioning is suspended is not told.
      ...(bucket.versioning === 'Enabled' ? versionHeader(bucket, object) : {}),
      ...encryptionHeaders(object.encryption),
      ...checksumHeaders(checksum),
    },
  };
};

/** Keys of 1 to 1024 bytes. Throws `KeyTooLongError`. */
export function requireKey(key: string): void {
  if (key.length * 3 <= longestKey) return;
  const size = Buffer.byteLength(key);
  if (size > longestKey) throw new S3Error('KeyTooLongError', { fields: { Size: size, MaxSizeAllowed: longestKey } });
}
