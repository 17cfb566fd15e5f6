import { S3Error } from '../errors/s3-error.ts';
import type { RequestHead } from '../http/request-head.ts';
import type { FinishedDigests } from './body-digests.ts';
import { type ChecksumAlgorithm, isChecksumAlgorithm, isChecksumValue } from './checksum.ts';

const prefix = 'x-amz-checksum-';
const aboutChecksums = new Set(['x-amz-checksum-mode', 'x-amz-checksum-type', 'x-amz-checksum-algorithm']);

/** What a client announced of its body's integrity, in headers or as trailing headers to come. */
export interface IntegrityClaims {
  readonly md5: Buffer | undefined;
  readonly checksum: { readonly algorithm: ChecksumAlgorithm; readonly value: string } | undefined;
  readonly trailer: ChecksumAlgorithm | undefined;
}

/** Reads `Content-MD5`, `x-amz-checksum-*` and `x-amz-trailer`. Throws `InvalidDigest`, `InvalidRequest`. */
export function readIntegrityClaims({ headers }: RequestHead): IntegrityClaims {
  const names = [...headers.keys()].filter((name) => name.startsWith(prefix) && !aboutChecksums.has(name));
  const trailers = (headers.get('x-amz-trailer') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean);
  const claimed = [...names, ...trailers].map((name) => checksumAlgorithm(name));
  if (claimed.length > 1) {
    throw new S3Error('InvalidRequest', {
      message: 'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    });
  }
  const [algorithm] = claimed;
  if (algorithm === undefined && headers.has('x-amz-sdk-checksum-algorithm')) {
    throw new S3Error('InvalidRequest', {
      message:
        'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    });
  }
  const value = algorithm === undefined ? undefined : headers.get(prefix + algorithm);
  if (algorithm !== undefined && value !== undefined) requireChecksumValue(algorithm, value);
  return {
    md5: readMd5(headers.get('content-md5')),
    checksum: algorithm === undefined || value === undefined ? undefined : { algorithm, value },
    trailer: trailers.length === 0 ? undefined : algorithm,
  };
}

/** The algorithm of the checksum that a client claims, wherever it stands. */
export function claimedAlgorithm({ checksum, trailer }: IntegrityClaims): ChecksumAlgorithm | undefined {
  return trailer ?? checksum?.algorithm;
}

/** Compares the claims with what was computed. Throws `BadDigest`, `MalformedTrailerError`. */
export function verifyIntegrity(
  claims: IntegrityClaims,
  computed: Pick<FinishedDigests, 'md5' | 'claimed'>,
  trailers: ReadonlyMap<string, string>,
): void {
  if (claims.md5 !== undefined && !computed.md5.equals(claims.md5)) {
    throw new S3Error('BadDigest', {
      fields: { ExpectedDigest: claims.md5.toString('hex'), CalculatedDigest: computed.md5.toString('base64') },
    });
  }
  const claim = claims.trailer === undefined ? claims.checksum : fromTrailer(claims.trailer, trailers);
  if (claim !== undefined && computed.claimed !== claim.value) {
    throw new S3Error('BadDigest', {
      message: `The ${claim.algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
    });
  }
}

function fromTrailer(
  algorithm: ChecksumAlgorithm,
  trailers: ReadonlyMap<string, string>,
): { algorithm: ChecksumAlgorithm; value: string } {
  const value = trailers.get(prefix + algorithm);
  if (value === undefined || trailers.size !== 1) throw new S3Error('MalformedTrailerError');
  requireChecksumValue(algorithm, value);
  return { algorithm, value };
}

function checksumAlgorithm(name: string): ChecksumAlgorithm {
  const algorithm = name.startsWith(prefix) ? name.slice(prefix.length) : '';
  if (isChecksumAlgorithm(algorithm)) return algorithm;
  throw name.startsWith(prefix)
    ? new S3Error('NotImplemented', { fields: { Header: name } })
    : new S3Error('InvalidRequest', { message: 'The value specified in the x-amz-trailer header is not supported' });
}

function requireChecksumValue(algorithm: ChecksumAlgorithm, value: string): void {
  if (!isChecksumValue(algorithm, value)) {
    throw new S3Error('InvalidRequest', { message: `Value for ${prefix}${algorithm} header is invalid.` });
  }
}

function readMd5(value: string | undefined): Buffer | undefined {
  if (value === undefined) return undefined;
  const bytes = Buffer.from(value, 'base64');
  if (bytes.length !== 16 || bytes.toString('base64') !== value)
    throw new S3Error('InvalidDigest', { fields: { 'Content-MD5': value } });
  return bytes;
}
