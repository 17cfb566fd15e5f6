import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { ChecksumAlgorithm } from './checksum.ts';
import { crc32c } from './crc32c.ts';
import { Crc64Nvme } from './crc64-nvme.ts';

/** A checksum of bytes that come one after the other; `digest` ends it. */
export interface RunningDigest {
  update(bytes: Buffer): unknown;
  digest(): Buffer;
}

export function runningDigest(algorithm: ChecksumAlgorithm): RunningDigest {
  switch (algorithm) {
    case 'crc32':
      return runningWord(crc32);
    case 'crc32c':
      return runningWord(crc32c);
    case 'crc64nvme':
      return new Crc64Nvme();
    default:
      return createHash(algorithm);
  }
}

function runningWord(compute: (bytes: Buffer, before: number) => number): RunningDigest {
  let value = 0;
  return {
    update(bytes) {
      value = compute(bytes, value);
    },
    digest() {
      const bytes = Buffer.allocUnsafe(4);
      bytes.writeUInt32BE(value);
      return bytes;
    },
  };
}
