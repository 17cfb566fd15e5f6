import { S3Error } from '../../errors/s3-error.ts';
import type { RequestHead } from '../../http/request-head.ts';
import type { Checksum } from '../../payload/checksum.ts';
import type { MultipartUpload } from '../../storage/multipart-upload.ts';

/**
 * Compares what a client says of the object as a whole when it completes an upload. Throws `InvalidRequest`, `BadDigest`.
 * Source: S3 API reference, "CompleteMultipartUpload".
 */
export function requireClaims(
  { headers }: RequestHead,
  { checksumType }: MultipartUpload,
  size: number,
  checksum: Checksum,
): void {
  const claimedSize = headers.get('x-amz-mp-object-size');
  if (claimedSize !== undefined && Number(claimedSize) !== size) {
    throw new S3Error('InvalidRequest', {
      message: `The provided 'x-amz-mp-object-size' header value ${claimedSize} does not match what was computed: ${size}`,
    });
  }
  const claimedType = headers.get('x-amz-checksum-type')?.toUpperCase();
  if (claimedType !== undefined && claimedType !== checksumType) {
    throw new S3Error('InvalidRequest', {
      message: `The upload was created using the ${checksumType} checksum mode. The complete request must use the same checksum mode.`,
    });
  }
  const claimed = headers.get(`x-amz-checksum-${checksum.algorithm}`);
  if (claimed === undefined || claimed === checksum.value || claimed === checksum.value.replace(/-\d+$/, '')) return;
  throw new S3Error('BadDigest', {
    message: `The ${checksum.algorithm} you specified did not match the calculated checksum.`,
  });
}
