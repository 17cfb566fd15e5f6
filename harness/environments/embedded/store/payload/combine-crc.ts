import type { ChecksumAlgorithm } from './checksum.ts';

/** Reflected polynomials of the algorithms whose value for a whole follows from the values of its parts. */
const polynomials: Partial<Record<ChecksumAlgorithm, { readonly bits: number; readonly reflected: bigint }>> = {
  crc32: { bits: 32, reflected: 0xedb88320n },
  crc32c: { bits: 32, reflected: 0x82f63b78n },
  crc64nvme: { bits: 64, reflected: 0x9a6c9329ac4bc9b5n },
};

/** Whether the checksum of a whole can be had from those of its parts, which is what FULL_OBJECT needs of a multipart upload. */
export function isCombinable(algorithm: ChecksumAlgorithm): boolean {
  return polynomials[algorithm] !== undefined;
}

/**
 * The CRC of contents that follow each other, from the CRC and the length of each, without their bytes: the CRC of what stands
 * before is multiplied by x^(8 × length) modulo the polynomial. Source: M. Adler, `crc32_combine` of zlib.
 */
export function combineCrc(
  algorithm: ChecksumAlgorithm,
  parts: readonly { readonly crc: Buffer; readonly length: number }[],
): Buffer {
  const polynomial = polynomials[algorithm];
  if (polynomial === undefined) throw new TypeError(`${algorithm} of a whole cannot be had from its parts`);
  const { bits, reflected } = polynomial;
  const top = 1n << BigInt(bits - 1);
  const multiply = (a: bigint, b: bigint): bigint => {
    let product = 0n;
    let shifted = b;
    for (let mask = top; mask !== 0n && shifted !== 0n; mask >>= 1n) {
      if (a & mask) product ^= shifted;
      shifted = shifted & 1n ? (shifted >> 1n) ^ reflected : shifted >> 1n;
    }
    return product;
  };
  const shifts = new Map<number, bigint>();
  /** x^(8 × length): parts of one upload are mostly of one length. */
  const shiftOf = (length: number): bigint => {
    const known = shifts.get(length);
    if (known !== undefined) return known;
    let [power, square] = [top, top >> 8n];
    for (let rest = length; rest > 0; rest = Math.floor(rest / 2)) {
      if (rest % 2 === 1) power = multiply(power, square);
      square = multiply(square, square);
    }
    shifts.set(length, power);
    return power;
  };
  const whole = parts.reduce(
    (before, { crc, length }) => multiply(before, shiftOf(length)) ^ BigInt(`0x${crc.toString('hex')}`),
    0n,
  );
  return Buffer.from(whole.toString(16).padStart(bits / 4, '0'), 'hex');
}
