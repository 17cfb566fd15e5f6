/**
 * Whether a hit of digits alone lies inside a longer run of hex digits. Such a run is a digest, a UUID or a time stamp: a
 * megabyte of SHA-256 digests holds some routing number of a plan in one run out of two hundred. One sign more on a side is
 * forgiven, since a length byte of a binary format may look like a digit.
 */
export function isPartOfLongerNumber(data: Uint8Array, offset: number, length: number): boolean {
  for (let index = offset; index < offset + length; index++) if (!isDigit(data[index])) return false;
  const end = offset + length;
  if (isHexDigit(data[end]) && isHexDigit(data[end + 1])) return true;
  return isHexDigit(data[offset - 1]) && isHexDigit(data[offset - 2]) && !followsEscape(data, offset);
}

/** `%3d`, `\x3d` and `\u003d` end in hex digits that are no part of what follows. */
function followsEscape(data: Uint8Array, offset: number): boolean {
  const short = data[offset - 3];
  return short === 0x25 || short === 0x78 || data[offset - 5] === 0x75;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function isHexDigit(byte: number | undefined): boolean {
  return isDigit(byte) || (byte !== undefined && (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);
}
