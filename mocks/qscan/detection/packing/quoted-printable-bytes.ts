/** Bytes of a quoted-printable text (RFC 2045, 6.7). An equals sign without two hex digits stays. */
export function quotedPrintableBytes(text: string): Buffer {
  const bytes = Buffer.from(text.replaceAll(/=[ \t]*\r?\n/g, ''));
  const decoded = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    const hex = byte === 0x3d ? bytes.toString('latin1', at + 1, at + 3) : '';
    if (/^[0-9A-Fa-f]{2}$/.test(hex)) {
      decoded[length++] = Number.parseInt(hex, 16);
      at += 2;
    } else decoded[length++] = byte;
  }
  return decoded.subarray(0, length);
}
