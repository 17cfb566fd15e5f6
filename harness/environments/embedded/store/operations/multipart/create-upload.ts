import { randomBytes } from 'node:crypto';
import { S3Error } from '../../errors/s3-error.ts';
import { xmlAnswer } from '../../http/answer.ts';
import type { RequestHead } from '../../http/request-head.ts';
import type { Checksum, ChecksumAlgorithm } from '../../payload/checksum.ts';
import { isCombinable } from '../../payload/combine-crc.ts';
import type { MultipartUpload } from '../../storage/multipart-upload.ts';
import { encryptionHeaders } from '../encryption-headers.ts';
import { readObjectAttributes } from '../object-headers.ts';
import type { ObjectContext, Operation } from '../operation.ts';
import { requestedAlgorithm } from '../requested-algorithm.ts';
import { requireKey } from '../write-object.ts';

export const createMultipartUpload: Operation<ObjectContext> = async (context) => {
  const { head, bucket, key, now } = context;
  requireKey(key);
  const algorithm = requestedAlgorithm(head);
  const upload: MultipartUpload = {
    id: randomBytes(48).toString('base64url'),
    key,
    initiatedAt: now(),
    attributes: await readObjectAttributes(context),
    checksumAlgorithm: algorithm,
    checksumType: requestedType(head, algorithm),
    parts: new Map(),
  };
  bucket.uploads.set(upload.id, upload);
  return xmlAnswer(
    'InitiateMultipartUploadResult',
    { Bucket: bucket.name, Key: key, UploadId: upload.id },
    {
      ...encryptionHeaders(upload.attributes.encryption),
      ...(algorithm === undefined
        ? {}
        : { 'x-amz-checksum-algorithm': algorithm.toUpperCase(), 'x-amz-checksum-type': upload.checksumType }),
    },
  );
};

/** Source: S3 user guide, "Checking object integrity for data uploads", table of the checksum types. */
function requestedType({ headers }: RequestHead, algorithm: ChecksumAlgorithm | undefined): Checksum['type'] {
  const type = headers.get('x-amz-checksum-type')?.toUpperCase();
  const refuse = (message: string) => new S3Error('InvalidRequest', { message });
  if (type === undefined) return algorithm === undefined || algorithm === 'crc64nvme' ? 'FULL_OBJECT' : 'COMPOSITE';
  if (algorithm === undefined) {
    throw refuse('The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.');
  }
  if (type !== 'FULL_OBJECT' && type !== 'COMPOSITE') throw refuse('Value for x-amz-checksum-type header is invalid.');
  if (type === 'COMPOSITE' ? algorithm === 'crc64nvme' : !isCombinable(algorithm))
    throw refuse(`The ${type} checksum type cannot be used with the ${algorithm} checksum algorithm.`);
  return type;
}
