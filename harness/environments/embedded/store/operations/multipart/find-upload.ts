import { S3Error } from '../../errors/s3-error.ts';
import { queryValue } from '../../http/request-head.ts';
import type { MultipartUpload } from '../../storage/multipart-upload.ts';
import type { ObjectContext } from '../operation.ts';

/** The upload that a request names. Throws `NoSuchUpload`. */
export function findUpload({ head, bucket, key }: ObjectContext): MultipartUpload {
  const id = queryValue(head, 'uploadId') ?? '';
  const upload = bucket.uploads.get(id);
  if (upload === undefined || upload.key !== key) throw new S3Error('NoSuchUpload', { fields: { UploadId: id } });
  return upload;
}
