/** Reflected polynomial 0x9A6C9329AC4BC9B5 in two halves: 64-bit integers of JavaScript are twenty times slower. */
const polynomial = { high: 0x9a6c9329, low: 0xac4bc9b5 };
const high = new Uint32Array(256);
const low = new Uint32Array(256);
for (let index = 0; index < 256; index++) {
  let [a, b] = [0, index];
  for (let bit = 0; bit < 8; bit++) {
    const carry = b & 1;
    b = (b >>> 1) | (a << 31);
    a >>>= 1;
    if (carry) [a, b] = [a ^ polynomial.high, b ^ polynomial.low];
  }
  high[index] = a;
  low[index] = b;
}

/** CRC-64/NVME of some bytes, eight bytes big-endian. Source: NVM Express NVM command set specification, 5.2.1.3.4. */
export function crc64Nvme(bytes: Uint8Array): Buffer {
  let [a, b] = [-1, -1];
  for (const byte of bytes) {
    const index = (b ^ byte) & 0xff;
    b = ((b >>> 8) | (a << 24)) ^ (low[index] as number);
    a = (a >>> 8) ^ (high[index] as number);
  }
  const digest = Buffer.allocUnsafe(8);
  digest.writeInt32BE(~a, 0);
  digest.writeInt32BE(~b, 4);
  return digest;
}
