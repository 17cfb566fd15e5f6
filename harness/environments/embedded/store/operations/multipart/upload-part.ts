import { S3Error } from '../../errors/s3-error.ts';
import { xmlAnswer } from '../../http/answer.ts';
import { queryValue, type RequestHead } from '../../http/request-head.ts';
import { digestContent } from '../../payload/digest-content.ts';
import { claimedAlgorithm, readIntegrityClaims } from '../../payload/integrity.ts';
import type { Content } from '../../storage/content.ts';
import type { MultipartUpload, UploadedPart } from '../../storage/multipart-upload.ts';
import { findCopySource } from '../copy-source.ts';
import { encryptionHeaders, requireDecryptable } from '../encryption-headers.ts';
import { type ObjectContext, type Operation, xmlTime } from '../operation.ts';
import { etagOf } from '../store-object.ts';
import { findUpload } from './find-upload.ts';

const mostParts = 10_000;
const largestPart = 5 * 1024 ** 3;

export const uploadPart: Operation<ObjectContext> = async (context) => {
  const { head } = context;
  const number = readPartNumber(head);
  const upload = findUpload(context);
  requireDecryptable(head, upload.attributes.encryption);
  requireAlgorithm(head, upload);
  const { content, md5, checksum, claimed } = await context.receive(
    context.maxObjectBytes,
    upload.checksumAlgorithm ?? 'crc64nvme',
  );
  const checksumShown = claimed || upload.checksumAlgorithm !== undefined;
  const part = keepPart(context, { number, content, md5, checksum, checksumShown });
  return {
    status: 200,
    headers: {
      etag: part.etag,
      ...encryptionHeaders(upload.attributes.encryption),
      ...(checksumShown ? { [`x-amz-checksum-${checksum.algorithm}`]: checksum.value } : {}),
    },
  };
};

/** Parts made of stored objects share their bytes. */
export const uploadPartCopy: Operation<ObjectContext> = async (context) => {
  const { head } = context;
  const number = readPartNumber(head);
  const upload = findUpload(context);
  requireDecryptable(head, upload.attributes.encryption);
  const { object, headers } = findCopySource(context);
  const range = readCopyRange(head, object.content);
  const size = range === undefined ? object.content.length : range.last + 1 - range.first;
  if (size > largestPart) {
    throw new S3Error('InvalidRequest', {
      message: `The specified copy source is larger than the maximum allowable size for a copy source: ${largestPart}`,
    });
  }
  const content = range === undefined ? object.content : object.content.slice(range.first, range.last + 1);
  content.retain();
  try {
    const { md5, checksum } = await digestContent(content, upload.checksumAlgorithm ?? 'crc64nvme');
    const checksumShown = upload.checksumAlgorithm !== undefined;
    const part = keepPart(context, { number, content, md5, checksum, checksumShown });
    return xmlAnswer(
      'CopyPartResult',
      {
        LastModified: xmlTime(part.lastModified),
        ETag: part.etag,
        ...(checksumShown ? { [`Checksum${checksum.algorithm.toUpperCase()}`]: checksum.value } : {}),
      },
      { ...headers, ...encryptionHeaders(upload.attributes.encryption) },
    );
  } finally {
    content.release();
  }
};

interface ReceivedPart extends Omit<UploadedPart, 'etag' | 'lastModified'> {
  readonly md5: Buffer;
}

/** Keeps a part in the place of one with its number; the upload may have ended while its body travelled. Throws `NoSuchUpload`. */
function keepPart(context: ObjectContext, { md5, ...received }: ReceivedPart): UploadedPart {
  const part = { ...received, etag: etagOf(md5), lastModified: context.now() };
  part.content.retain();
  try {
    const { parts } = findUpload(context);
    parts.get(part.number)?.content.release();
    parts.set(part.number, part);
    return part;
  } catch (error) {
    part.content.release();
    throw error;
  }
}

function readPartNumber(head: RequestHead): number {
  const value = queryValue(head, 'partNumber') ?? '';
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= 1 && number <= mostParts) return number;
  throw new S3Error('InvalidArgument', {
    message: `Part number must be an integer between 1 and ${mostParts}, inclusive`,
    fields: { ArgumentName: 'partNumber', ArgumentValue: value },
  });
}

/** A part carries a checksum of the algorithm that its upload was created for. */
function requireAlgorithm(head: RequestHead, { checksumAlgorithm }: MultipartUpload): void {
  const claimed = claimedAlgorithm(readIntegrityClaims(head));
  if (checksumAlgorithm === undefined || claimed === checksumAlgorithm) return;
  throw new S3Error('InvalidRequest', {
    message: `Checksum Type mismatch occurred, expected checksum Type: ${checksumAlgorithm}, actual checksum Type: ${claimed ?? 'null'}`,
  });
}

function readCopyRange({ headers }: RequestHead, { length }: Content): { first: number; last: number } | undefined {
  const name = 'x-amz-copy-source-range';
  const value = headers.get(name);
  if (value === undefined) return undefined;
  const refuse = (message: string) =>
    new S3Error('InvalidArgument', { message, fields: { ArgumentName: name, ArgumentValue: value } });
  const fields = /^bytes=(\d+)-(\d+)$/.exec(value);
  const [first, last] = [Number(fields?.[1]), Number(fields?.[2])];
  if (fields === null || last < first) {
    throw refuse(
      `The ${name} value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy`,
    );
  }
  if (last >= length) throw refuse(`Range specified is not valid for source object of size: ${length}`);
  return { first, last };
}
