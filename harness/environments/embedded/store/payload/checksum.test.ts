import { expect, test } from 'vitest';
import { type ChecksumAlgorithm, digest, isChecksumValue } from './checksum.ts';

// Check values of the CRC catalogue (reveng) and of FIPS 180-4 for the text 123456789.
const known: Readonly<Record<ChecksumAlgorithm, string>> = {
  crc32: 'cbf43926',
  crc32c: 'e3069283',
  crc64nvme: 'ae8b14860a799888',
  sha1: 'f7c3bc1d808e04732adf679965ccc34ca7ae3441',
  sha256: '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225',
};

test.each(Object.entries(known))('%s of 123456789', (algorithm, hex) => {
  const value = digest(algorithm as ChecksumAlgorithm, Buffer.from('123456789'));
  expect(value.toString('hex')).toBe(hex);
  expect(isChecksumValue(algorithm as ChecksumAlgorithm, value.toString('base64'))).toBe(true);
  expect(isChecksumValue(algorithm as ChecksumAlgorithm, `${value.toString('base64')}A`)).toBe(false);
});

test('CRC-64 takes eight bytes at once as it takes them one by one', () => {
  const bytes = Buffer.from(Array.from({ length: 67 }, (_, index) => (index * 37) & 0xff));
  const slow = (input: Buffer) => {
    let crc = 0xffffffffffffffffn;
    for (const byte of input) {
      crc ^= BigInt(byte);
      for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ 0x9a6c9329ac4bc9b5n : crc >> 1n;
    }
    return (crc ^ 0xffffffffffffffffn).toString(16).padStart(16, '0');
  };
  for (let length = 0; length <= bytes.length; length++) {
    expect(digest('crc64nvme', bytes.subarray(0, length)).toString('hex')).toBe(slow(bytes.subarray(0, length)));
  }
});
