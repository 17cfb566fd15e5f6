const equals = 0x3d;

/** Undoes quoted-printable (RFC 2045, 6.7), soft line breaks included. Undefined: nothing looks like it. */
export function unquotePrintable(data: Buffer): Buffer | undefined {
  let out: Buffer | undefined;
  let count = 0;
  let copied = 0;
  for (let at = data.indexOf(equals); at !== -1; at = data.indexOf(equals, at + 1)) {
    const value = (hexDigit(data[at + 1]) << 4) | hexDigit(data[at + 2]);
    const end = value >= 0 ? at + 3 : softBreak(data, at + 1);
    if (end < 0) continue;
    out ??= Buffer.allocUnsafe(data.length);
    count += data.copy(out, count, copied, at);
    if (value >= 0) out[count++] = value;
    copied = end;
  }
  if (!out) return undefined;
  count += data.copy(out, count, copied);
  return out.subarray(0, count);
}

/** Where the line after a soft break begins; blanks may stand before it. -1: there is none. */
function softBreak(data: Buffer, from: number): number {
  let at = from;
  while (data[at] === 0x20 || data[at] === 0x09) at++;
  if (data[at] === 0x0d) at++;
  return data[at] === 0x0a ? at + 1 : -1;
}

/** -1, and with it all bits set, where it is none. */
function hexDigit(byte = 0): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const low = byte | 0x20;
  return low >= 0x61 && low <= 0x66 ? low - 0x57 : -1;
}
