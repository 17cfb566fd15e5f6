/** Reflected polynomial 0x9A6C9329AC4BC9B5 in two halves: 64-bit integers of JavaScript are twenty times slower. */
const polynomial = { high: 0x9a6c9329, low: 0xac4bc9b5 };

/** Table `n`, at offset 256 n, is the effect of a byte that `n` further ones follow: eight bytes are taken at once. */
const high = new Int32Array(8 * 256);
const low = new Int32Array(8 * 256);
for (let byte = 0; byte < 256; byte++) {
  let [a, b] = [0, byte];
  for (let bit = 0; bit < 8; bit++) {
    const carry = b & 1;
    b = (b >>> 1) | (a << 31);
    a >>>= 1;
    if (carry) [a, b] = [a ^ polynomial.high, b ^ polynomial.low];
  }
  high[byte] = a;
  low[byte] = b;
}
for (let index = 256; index < high.length; index++) {
  const [a, b] = [high[index - 256] as number, low[index - 256] as number];
  high[index] = (a >>> 8) ^ (high[b & 0xff] as number);
  low[index] = ((b >>> 8) | (a << 24)) ^ (low[b & 0xff] as number);
}

/** CRC-64/NVME; the digest is eight bytes big-endian. Source: NVM Express NVM command set specification, 5.2.1.3.4. */
export class Crc64Nvme {
  #high = -1;
  #low = -1;

  update(bytes: Buffer): void {
    [this.#high, this.#low] = advance(this.#high, this.#low, bytes);
  }

  digest(): Buffer {
    const digest = Buffer.allocUnsafe(8);
    digest.writeInt32BE(~this.#high, 0);
    digest.writeInt32BE(~this.#low, 4);
    return digest;
  }
}

/** The state after some bytes, written plainly: this is the inner loop of every upload. */
function advance(startHigh: number, startLow: number, bytes: Buffer): [high: number, low: number] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let a = startHigh;
  let b = startLow;
  let index = 0;
  for (const end = bytes.length - 7; index < end; index += 8) {
    const near = b ^ view.getInt32(index, true);
    const far = a ^ view.getInt32(index + 4, true);
    const i0 = 0x700 | (near & 0xff);
    const i1 = 0x600 | ((near >>> 8) & 0xff);
    const i2 = 0x500 | ((near >>> 16) & 0xff);
    const i3 = 0x400 | (near >>> 24);
    const i4 = 0x300 | (far & 0xff);
    const i5 = 0x200 | ((far >>> 8) & 0xff);
    const i6 = 0x100 | ((far >>> 16) & 0xff);
    const i7 = far >>> 24;
    a = at(high, i0) ^ at(high, i1) ^ at(high, i2) ^ at(high, i3);
    a ^= at(high, i4) ^ at(high, i5) ^ at(high, i6) ^ at(high, i7);
    b = at(low, i0) ^ at(low, i1) ^ at(low, i2) ^ at(low, i3);
    b ^= at(low, i4) ^ at(low, i5) ^ at(low, i6) ^ at(low, i7);
  }
  for (; index < bytes.length; index++) {
    const entry = (b ^ (bytes[index] as number)) & 0xff;
    b = ((b >>> 8) | (a << 24)) ^ at(low, entry);
    a = (a >>> 8) ^ at(high, entry);
  }
  return [a, b];
}

function at(table: Int32Array, index: number): number {
  return table[index] as number;
}
