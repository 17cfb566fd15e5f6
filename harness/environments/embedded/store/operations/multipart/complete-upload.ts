import { createHash } from 'node:crypto';
import { S3Error } from '../../errors/s3-error.ts';
import { xmlAnswer } from '../../http/answer.ts';
import { readXml, type XmlTree, xmlList, xmlText } from '../../http/read-xml.ts';
import { type Checksum, digest } from '../../payload/checksum.ts';
import { combineCrc } from '../../payload/combine-crc.ts';
import { uriEncodePath } from '../../signature/uri-encode.ts';
import { Content } from '../../storage/content.ts';
import type { MultipartUpload, UploadedPart } from '../../storage/multipart-upload.ts';
import { encryptionHeaders } from '../encryption-headers.ts';
import { versionHeader } from '../object-headers.ts';
import type { ObjectContext, Operation } from '../operation.ts';
import { requireMatchRight, requireWritable } from '../preconditions.ts';
import { storeObject } from '../store-object.ts';
import { findUpload } from './find-upload.ts';
import { requireClaims } from './whole-object-claims.ts';

const smallestPart = 5 * 1024 ** 2;
const largestObject = 5 * 1024 ** 4;
const largestDocument = 2 * 1024 ** 2;

/** The object refers to the bytes of its parts: nothing is copied or read. */
export const completeMultipartUpload: Operation<ObjectContext> = async (context) => {
  const { head, bucket, key } = context;
  findUpload(context);
  const document = await readXml((await context.payload(largestDocument)).content, 'CompleteMultipartUpload', ['Part']);
  const upload = findUpload(context);
  const parts = chooseParts(upload, xmlList(document, 'Part'));
  const content = Content.join(parts.map((part) => part.content));
  if (content.length > largestObject) {
    throw new S3Error('EntityTooLarge', { fields: { ProposedSize: content.length, MaxSizeAllowed: largestObject } });
  }
  const checksum = wholeChecksum(upload, parts);
  requireClaims(head, upload, content.length, checksum);
  requireMatchRight(context, key, head.headers.get('if-match'));
  requireWritable(head, key, bucket.get(key));
  const md5 = createHash('md5');
  for (const { etag } of parts) md5.update(etag.slice(1, -1), 'hex');
  const object = storeObject(context, key, {
    content,
    attributes: upload.attributes,
    checksum,
    etag: `"${md5.digest('hex')}-${parts.length}"`,
    parts: parts.map((part) => ({ number: part.number, size: part.content.length, checksum: part.checksum })),
  });
  for (const part of upload.parts.values()) part.content.release();
  bucket.uploads.delete(upload.id);
  return xmlAnswer(
    'CompleteMultipartUploadResult',
    {
      Location: `http://${head.host}${uriEncodePath(head.path)}`,
      Bucket: bucket.name,
      Key: key,
      ETag: object.etag,
      ChecksumType: checksum.type,
      [`Checksum${checksum.algorithm.toUpperCase()}`]: checksum.value,
    },
    { ...versionHeader(bucket, object), ...encryptionHeaders(object.encryption) },
  );
};

/** The parts that the client names, in its order. Throws `InvalidPartOrder`, `InvalidPart`, `EntityTooSmall`. */
function chooseParts(upload: MultipartUpload, chosen: readonly XmlTree[]): UploadedPart[] {
  if (chosen.length === 0) throw new S3Error('InvalidRequest', { message: 'You must specify at least one part' });
  const numbers = chosen.map((item) => Number(xmlText(item, 'PartNumber')));
  if (numbers.some((number) => !Number.isInteger(number))) throw new S3Error('MalformedXML');
  if (numbers.some((number, index) => index > 0 && (numbers[index - 1] ?? 0) >= number))
    throw new S3Error('InvalidPartOrder', { fields: { UploadId: upload.id } });
  return chosen.map((item, index) => {
    const number = numbers[index] as number;
    const etag = xmlText(item, 'ETag');
    const part = upload.parts.get(number);
    if (part === undefined || unquoted(part.etag) !== unquoted(etag ?? '') || !checksumHolds(upload, item, part)) {
      throw new S3Error('InvalidPart', {
        fields: { UploadId: upload.id, PartNumber: number, ETag: unquoted(etag ?? '') },
      });
    }
    const { length } = part.content;
    if (index < chosen.length - 1 && length < smallestPart) {
      throw new S3Error('EntityTooSmall', {
        fields: { ProposedSize: length, MinSizeAllowed: smallestPart, PartNumber: number, ETag: unquoted(part.etag) },
      });
    }
    return part;
  });
}

/** A part's checksum, where it stands in the document, must be the one that it was uploaded with. */
function checksumHolds(
  { checksumAlgorithm, checksumType }: MultipartUpload,
  item: XmlTree,
  { checksum, number }: UploadedPart,
): boolean {
  const sent = xmlText(item, `Checksum${checksum.algorithm.toUpperCase()}`);
  if (sent !== undefined) return sent === checksum.value;
  if (checksumAlgorithm !== undefined && checksumType === 'COMPOSITE') {
    throw new S3Error('InvalidRequest', {
      message: `The upload was created using a ${checksumAlgorithm} checksum. The complete request must include the checksum for each part. It was missing for part ${number} in the request.`,
    });
  }
  return true;
}

function wholeChecksum(upload: MultipartUpload, parts: readonly UploadedPart[]): Checksum {
  const { checksumType: type } = upload;
  const values = parts.map(({ checksum }) => Buffer.from(checksum.value, 'base64'));
  const algorithms = new Set(parts.map(({ checksum }) => checksum.algorithm));
  const [algorithm = 'crc64nvme'] = algorithms;
  if (type === 'FULL_OBJECT') {
    const lengths = parts.map((part, index) => ({ crc: values[index] as Buffer, length: part.content.length }));
    return { algorithm, type, value: combineCrc(algorithm, lengths).toString('base64') };
  }
  return {
    algorithm,
    type,
    value: `${digest(algorithm, Buffer.concat(values)).toString('base64')}-${parts.length}`,
  };
}

function unquoted(etag: string): string {
  return etag.replaceAll('"', '');
}
