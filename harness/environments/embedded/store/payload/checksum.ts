import { runningDigest } from './running-digest.ts';

/** Name as it ends in `x-amz-checksum-<name>`. */
export type ChecksumAlgorithm = 'crc32' | 'crc32c' | 'crc64nvme' | 'sha1' | 'sha256';

/** What S3 keeps of an object's integrity. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64; of a composite one with `-<parts>` behind it. */
  readonly value: string;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

/** The algorithms of Amazon S3 and the length of their values in bytes. Source: S3 user guide, "Checking object integrity". */
const checksumLengths: Readonly<Record<ChecksumAlgorithm, number>> = {
  crc32: 4,
  crc32c: 4,
  crc64nvme: 8,
  sha1: 20,
  sha256: 32,
};

export function isChecksumAlgorithm(name: string): name is ChecksumAlgorithm {
  return Object.hasOwn(checksumLengths, name);
}

export function digest(algorithm: ChecksumAlgorithm, bytes: Buffer): Buffer {
  const running = runningDigest(algorithm);
  running.update(bytes);
  return running.digest();
}

/** True for base64 of exactly the algorithm's length. */
export function isChecksumValue(algorithm: ChecksumAlgorithm, value: string): boolean {
  const bytes = Buffer.from(value, 'base64');
  return bytes.length === checksumLengths[algorithm] && bytes.toString('base64') === value;
}
