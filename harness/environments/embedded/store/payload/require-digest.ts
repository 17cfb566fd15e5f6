import { S3Error } from '../errors/s3-error.ts';
import type { RequestHead } from '../http/request-head.ts';

/** Some documents S3 takes only with `Content-MD5` or a checksum. Throws `InvalidRequest`. */
export function requireDigest({ headers }: RequestHead): void {
  const given =
    headers.has('content-md5') ||
    headers.has('x-amz-trailer') ||
    [...headers.keys()].some((name) => /^x-amz-checksum-(crc|sha)/.test(name));
  if (!given) throw new S3Error('InvalidRequest', { message: 'Missing required header for this request: Content-MD5' });
}
