import { S3Error } from '../errors/s3-error.ts';
import { xmlAnswer } from '../http/answer.ts';
import { readXml, xmlList, xmlText } from '../http/read-xml.ts';
import { type BucketContext, type ObjectContext, type Operation, objectArn } from './operation.ts';

const largestDocument = 2 * 1024 * 1024;
const mostKeys = 1000;

export const deleteObject: Operation<ObjectContext> = (context) => {
  remove(context, context.key);
  return { status: 204 };
};

export const deleteObjects: Operation<BucketContext> = async (context) => {
  const { headers } = context.head;
  if (
    !headers.has('content-md5') &&
    !headers.has('x-amz-trailer') &&
    ![...headers.keys()].some((name) => /^x-amz-checksum-(crc|sha)/.test(name))
  ) {
    throw new S3Error('InvalidRequest', { message: 'Missing required header for this request: Content-MD5' });
  }
  const { content } = await context.payload(largestDocument);
  const document = await readXml(content, 'Delete', ['Object']);
  const keys = xmlList(document, 'Object').map((item) => xmlText(item, 'Key'));
  if (keys.length === 0 || keys.length > mostKeys || keys.some((key) => !key)) throw new S3Error('MalformedXML');

  const quiet = xmlText(document, 'Quiet')?.trim() === 'true';
  const results = keys.map((key) => attempt(context, key as string));
  return xmlAnswer('DeleteResult', {
    Deleted: quiet ? [] : results.flatMap((result) => (result.error === undefined ? [{ Key: result.key }] : [])),
    Error: results.flatMap(({ key, error }) =>
      error === undefined ? [] : [{ Key: key, Code: error.code, Message: error.message }],
    ),
  });
};

function attempt(context: BucketContext, key: string): { key: string; error?: S3Error } {
  try {
    context.require('s3:DeleteObject', objectArn(context.bucket.name, key));
  } catch (error) {
    if (error instanceof S3Error) return { key, error };
    throw error;
  }
  remove(context, key);
  return { key };
}

function remove({ bucket, storage }: BucketContext, key: string): void {
  if (bucket.delete(key)) storage.announce({ type: 'removed', bucket: bucket.name, key });
}
