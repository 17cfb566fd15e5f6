import { createHash, randomUUID } from 'node:crypto';
import { S3Error } from '../errors/s3-error.ts';
import { xmlAnswer } from '../http/answer.ts';
import { readXml, xmlList, xmlText } from '../http/read-xml.ts';
import { queryValue } from '../http/request-head.ts';
import { type Checksum, type ChecksumAlgorithm, digest, isChecksumAlgorithm } from '../payload/checksum.ts';
import type { MultipartUpload, UploadedPart } from '../storage/multipart-upload.ts';
import { readObjectHeaders } from './object-headers.ts';
import { type BucketContext, type ObjectContext, type Operation, xmlTime } from './operation.ts';
import { requireWritable } from './preconditions.ts';
import { requireKey, storeObject } from './write-object.ts';

const mostParts = 10_000;
const smallestPart = 5 * 1024 * 1024;
const largestDocument = 2 * 1024 * 1024;

export const createMultipartUpload: Operation<ObjectContext> = ({ head, bucket, key }) => {
  requireKey(key);
  const algorithm = head.headers.get('x-amz-checksum-algorithm')?.toLowerCase();
  if (algorithm !== undefined && !isChecksumAlgorithm(algorithm)) {
    throw new S3Error('InvalidRequest', {
      message:
        'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
    });
  }
  const upload: MultipartUpload = {
    id: randomUUID().replaceAll('-', ''),
    key,
    headers: readObjectHeaders(head),
    checksumAlgorithm: algorithm,
    checksumType: checksumType(head.headers.get('x-amz-checksum-type'), algorithm),
    parts: new Map(),
  };
  bucket.uploads.set(upload.id, upload);
  return xmlAnswer(
    'InitiateMultipartUploadResult',
    { Bucket: bucket.name, Key: key, UploadId: upload.id },
    algorithm === undefined
      ? {}
      : { 'x-amz-checksum-algorithm': algorithm.toUpperCase(), 'x-amz-checksum-type': upload.checksumType },
  );
};

export const uploadPart: Operation<ObjectContext> = async (context) => {
  const { head, now } = context;
  const number = Number(queryValue(head, 'partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > mostParts) {
    throw new S3Error('InvalidArgument', {
      message: `Part number must be an integer between 1 and ${mostParts}, inclusive`,
      fields: { ArgumentName: 'partNumber', ArgumentValue: queryValue(head, 'partNumber') },
    });
  }
  if (head.headers.has('x-amz-copy-source'))
    throw new S3Error('NotImplemented', { fields: { Header: 'x-amz-copy-source' } });
  findUpload(context);
  const { content, checksum } = await context.payload(context.maxObjectBytes);
  const upload = findUpload(context);
  const etag = `"${createHash('md5').update(content).digest('hex')}"`;
  upload.parts.set(number, { number, content, etag, lastModified: now(), checksum });
  return {
    status: 200,
    headers: {
      etag,
      'x-amz-server-side-encryption': 'AES256',
      ...(checksum === undefined ? {} : { [`x-amz-checksum-${checksum.algorithm}`]: checksum.value }),
    },
  };
};

export const completeMultipartUpload: Operation<ObjectContext> = async (context) => {
  const { head, bucket, key } = context;
  const upload = findUpload(context);
  const document = await readXml((await context.payload(largestDocument)).content, 'CompleteMultipartUpload', ['Part']);
  const parts = chooseParts(
    upload,
    xmlList(document, 'Part').map((part) => ({
      number: Number(xmlText(part, 'PartNumber')),
      etag: xmlText(part, 'ETag'),
    })),
  );
  const content = Buffer.concat(parts.map((part) => part.content));
  if (content.length > context.maxObjectBytes) {
    throw new S3Error('EntityTooLarge', {
      fields: { ProposedSize: content.length, MaxSizeAllowed: context.maxObjectBytes },
    });
  }
  requireWritable(head, key, bucket.get(key));
  const md5 = createHash('md5')
    .update(Buffer.concat(parts.map((part) => Buffer.from(part.etag.slice(1, -1), 'hex'))))
    .digest('hex');
  const object = storeObject(context, key, {
    content,
    headers: upload.headers,
    checksum: wholeChecksum(upload, parts, content),
    etag: `"${md5}-${parts.length}"`,
  });
  bucket.uploads.delete(upload.id);
  return xmlAnswer('CompleteMultipartUploadResult', {
    Location: `http://${head.host}/${bucket.name}/${key}`,
    Bucket: bucket.name,
    Key: key,
    ETag: object.etag,
    ChecksumType: object.checksum.type,
    [`Checksum${object.checksum.algorithm.toUpperCase()}`]: object.checksum.value,
  });
};

export const abortMultipartUpload: Operation<ObjectContext> = (context) => {
  context.bucket.uploads.delete(findUpload(context).id);
  return { status: 204 };
};

export const listParts: Operation<ObjectContext> = (context) => {
  const upload = findUpload(context);
  const parts = [...upload.parts.values()].sort((a, b) => a.number - b.number);
  return xmlAnswer('ListPartsResult', {
    Bucket: context.bucket.name,
    Key: upload.key,
    UploadId: upload.id,
    StorageClass: 'STANDARD',
    MaxParts: mostParts,
    IsTruncated: false,
    Part: parts.map(({ number, etag, lastModified, content }) => ({
      PartNumber: number,
      LastModified: xmlTime(lastModified),
      ETag: etag,
      Size: content.length,
    })),
  });
};

export const listMultipartUploads: Operation<BucketContext> = ({ bucket }) =>
  xmlAnswer('ListMultipartUploadsResult', {
    Bucket: bucket.name,
    MaxUploads: 1000,
    IsTruncated: false,
    Upload: [...bucket.uploads.values()].map(({ key, id }) => ({ Key: key, UploadId: id, StorageClass: 'STANDARD' })),
  });

function findUpload({ head, bucket, key }: ObjectContext): MultipartUpload {
  const id = queryValue(head, 'uploadId') ?? '';
  const upload = bucket.uploads.get(id);
  if (upload === undefined || upload.key !== key) throw new S3Error('NoSuchUpload', { fields: { UploadId: id } });
  return upload;
}

function chooseParts(
  upload: MultipartUpload,
  chosen: readonly { number: number; etag: string | undefined }[],
): UploadedPart[] {
  if (chosen.length === 0) throw new S3Error('MalformedXML');
  if (chosen.some(({ number }, index) => index > 0 && (chosen[index - 1]?.number ?? 0) >= number)) {
    throw new S3Error('InvalidPartOrder', { fields: { UploadId: upload.id } });
  }
  return chosen.map(({ number, etag }, index) => {
    const part = upload.parts.get(number);
    if (part === undefined || part.etag.replaceAll('"', '') !== etag?.replaceAll('"', '')) {
      throw new S3Error('InvalidPart', { fields: { UploadId: upload.id, PartNumber: number, ETag: etag } });
    }
    if (index < chosen.length - 1 && part.content.length < smallestPart) {
      throw new S3Error('EntityTooSmall', {
        fields: { ProposedSize: part.content.length, MinSizeAllowed: smallestPart, PartNumber: number, ETag: etag },
      });
    }
    return part;
  });
}

function checksumType(requested: string | undefined, algorithm: ChecksumAlgorithm | undefined): Checksum['type'] {
  if (requested === 'FULL_OBJECT' || requested === 'COMPOSITE') return requested;
  return algorithm === undefined || algorithm === 'crc64nvme' ? 'FULL_OBJECT' : 'COMPOSITE';
}

function wholeChecksum(
  { checksumAlgorithm, checksumType }: MultipartUpload,
  parts: readonly UploadedPart[],
  content: Buffer,
): Checksum | undefined {
  if (checksumAlgorithm === undefined) return undefined;
  if (checksumType === 'FULL_OBJECT') {
    return {
      algorithm: checksumAlgorithm,
      type: checksumType,
      value: digest(checksumAlgorithm, content).toString('base64'),
    };
  }
  const digests = Buffer.concat(parts.map((part) => digest(checksumAlgorithm, part.content)));
  return {
    algorithm: checksumAlgorithm,
    type: checksumType,
    value: `${digest(checksumAlgorithm, digests).toString('base64')}-${parts.length}`,
  };
}
