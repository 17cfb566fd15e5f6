import { S3Error } from '../errors/s3-error.ts';
import type { RequestHead } from '../http/request-head.ts';
import { type ChecksumAlgorithm, isChecksumAlgorithm } from '../payload/checksum.ts';

/** The algorithm that `x-amz-checksum-algorithm` asks for; undefined for none. Throws `InvalidRequest`. */
export function requestedAlgorithm({ headers }: RequestHead): ChecksumAlgorithm | undefined {
  const algorithm = headers.get('x-amz-checksum-algorithm')?.toLowerCase();
  if (algorithm === undefined || isChecksumAlgorithm(algorithm)) return algorithm;
  throw new S3Error('InvalidRequest', {
    message:
      'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
  });
}
