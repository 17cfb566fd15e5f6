/** Table `n`, at offset 256 n, is the effect of a byte that `n` further ones follow: eight bytes are taken at once. */
const table = new Int32Array(8 * 256);
for (let byte = 0; byte < 256; byte++) {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  table[byte] = value;
}
for (let index = 256; index < table.length; index++) {
  const before = table[index - 256] as number;
  table[index] = (before >>> 8) ^ at(before & 0xff);
}

/** CRC-32C (Castagnoli) of bytes that follow those of which `before` is the CRC. Source: RFC 3720, appendix B.4. */
export function crc32c(bytes: Buffer, before = 0): number {
  let crc = ~before;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let index = 0;
  for (const end = bytes.length - 7; index < end; index += 8) {
    const near = crc ^ view.getInt32(index, true);
    const far = view.getInt32(index + 4, true);
    crc =
      at(0x700 | (near & 0xff)) ^
      at(0x600 | ((near >>> 8) & 0xff)) ^
      at(0x500 | ((near >>> 16) & 0xff)) ^
      at(0x400 | (near >>> 24)) ^
      at(0x300 | (far & 0xff)) ^
      at(0x200 | ((far >>> 8) & 0xff)) ^
      at(0x100 | ((far >>> 16) & 0xff)) ^
      at(far >>> 24);
  }
  for (; index < bytes.length; index++) crc = (crc >>> 8) ^ at((crc ^ (bytes[index] as number)) & 0xff);
  return ~crc >>> 0;
}

function at(index: number): number {
  return table[index] as number;
}
