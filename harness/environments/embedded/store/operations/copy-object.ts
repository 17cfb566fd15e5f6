import { S3Error } from '../errors/s3-error.ts';
import { xmlAnswer } from '../http/answer.ts';
import type { RequestHead } from '../http/request-head.ts';
import type { ChecksumAlgorithm } from '../payload/checksum.ts';
import { digestContent } from '../payload/digest-content.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { type CopySource, findCopySource } from './copy-source.ts';
import { encryptionHeaders } from './encryption-headers.ts';
import { copiedHeaders, readObjectAttributes, versionHeader } from './object-headers.ts';
import { type ObjectContext, type Operation, objectArn, xmlTime } from './operation.ts';
import { requireMatchRight, requireWritable } from './preconditions.ts';
import { requestedAlgorithm } from './requested-algorithm.ts';
import { etagOf, type NewObject, storeObject } from './store-object.ts';
import { requireKey } from './write-object.ts';

const largestSource = 5 * 1024 ** 3;
const redirect = 'x-amz-website-redirect-location';

/** Copies share the bytes of their source. */
export const copyObject: Operation<ObjectContext> = async (context) => {
  const { head, bucket, key } = context;
  requireKey(key);
  const source = findCopySource(context);
  const { object: original } = source;
  if (original.content.length > largestSource) {
    throw new S3Error('InvalidRequest', {
      message: `The specified copy source is larger than the maximum allowable size for a copy source: ${largestSource}`,
    });
  }
  const replaced = readDirective(head, 'metadata');
  const retagged = readDirective(head, 'tagging');
  requireChange(context, source, replaced);
  const attributes = await readObjectAttributes(context);
  if (!retagged && original.tags.size > 0) context.require('s3:PutObjectTagging', objectArn(bucket.name, key));
  requireMatchRight(context, key, head.headers.get('if-match'));
  requireWritable(head, key, bucket.get(key));
  const target = attributes.headers[redirect];
  const { content } = original;
  content.retain();
  try {
    const identity = await identityOf(original, requestedAlgorithm(head));
    requireWritable(head, key, bucket.get(key));
    const object = storeObject(context, key, {
      ...identity,
      content,
      attributes: {
        ...attributes,
        headers: replaced
          ? attributes.headers
          : { ...copiedHeaders(original.headers), ...(target === undefined ? {} : { [redirect]: target }) },
        tags: retagged ? attributes.tags : original.tags,
      },
    });
    return xmlAnswer(
      'CopyObjectResult',
      {
        LastModified: xmlTime(object.lastModified),
        ETag: object.etag,
        ChecksumType: object.checksum.type,
        [`Checksum${object.checksum.algorithm.toUpperCase()}`]: object.checksum.value,
      },
      { ...source.headers, ...versionHeader(bucket, object), ...encryptionHeaders(object.encryption) },
    );
  } finally {
    content.release();
  }
};

/** A copy is put in one go: what was computed over parts is computed anew. */
async function identityOf(
  { content, etag, checksum, parts }: StoredObject,
  algorithm: ChecksumAlgorithm = checksum.algorithm,
): Promise<Pick<NewObject, 'etag' | 'checksum'>> {
  if (parts === undefined && algorithm === checksum.algorithm) return { etag, checksum };
  const computed = await digestContent(content, algorithm);
  return { etag: etagOf(computed.md5), checksum: computed.checksum };
}

/** Whether metadata or tags come with the request rather than with the source. Throws `InvalidArgument`. */
function readDirective({ headers }: RequestHead, what: 'metadata' | 'tagging'): boolean {
  const name = `x-amz-${what}-directive`;
  const directive = headers.get(name) ?? 'COPY';
  if (directive === 'REPLACE') return true;
  if (directive === 'COPY') return false;
  throw new S3Error('InvalidArgument', {
    message: `Unknown ${what} directive.`,
    fields: { ArgumentName: name, ArgumentValue: directive },
  });
}

const changes = [
  'x-amz-storage-class',
  redirect,
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-customer-algorithm',
  'x-amz-checksum-algorithm',
];

function requireChange(
  { head, bucket, key }: ObjectContext,
  { bucket: sourceBucket, object }: CopySource,
  replaced: boolean,
): void {
  if (replaced || sourceBucket !== bucket || object !== bucket.latest(key)) return;
  if (changes.some((name) => head.headers.has(name))) return;
  throw new S3Error('InvalidRequest', {
    message:
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  });
}
