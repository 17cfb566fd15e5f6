import { squeezed } from './squeeze.ts';

/**
 * Whether no letter or digit stands beside a hit, as it does where a digest, a time stamp or a longer number happens to
 * hold the same signs. What a binary format puts there may look like one and is told apart: the length of a protobuf
 * string before it, and the tag of the next field behind it.
 */
export function standsAlone(data: Uint8Array, start: number, end: number): boolean {
  const zeros = data[start - 1] === 0 || data[end] === 0 ? 1 : 0;
  const before = zeros === 1 && data[start - 1] === 0 ? start - 2 : start - 1;
  const behind = zeros === 1 && data[end] === 0 ? end + 1 : end;
  const length = end - start;
  if (data[start - 1] === length && isStringTag(data[start - 2])) return true;
  return isFreeBefore(data, start, before, length) && isFreeBehind(data, behind);
}

function isFreeBefore(data: Uint8Array, start: number, before: number, length: number): boolean {
  if (isDot(data[before]) && isDigit(data[before - 1])) return false;
  if (!isWordSign(data[before])) return true;
  // A string of 48 bytes or more that begins with the value: its length is a sign like any other.
  return (
    before === start - 1 &&
    (data[before] ?? 0) >= length &&
    isStringTag(data[before - 1]) &&
    !isWordSign(data[before - 1]) &&
    start + (data[before] ?? 0) <= data.length
  );
}

function isFreeBehind(data: Uint8Array, behind: number): boolean {
  const next = data[behind];
  if (isDot(next) && isDigit(data[behind + 1])) return false;
  if (!isWordSign(next)) return true;
  const kind = (next ?? 0) & 7;
  return (kind === 0 || kind === 2) && isControl(data[behind + 1]);
}

function isStringTag(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 8 && (byte & 7) === 2;
}

function isControl(byte: number | undefined): boolean {
  return byte !== undefined && byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09;
}

function isWordSign(byte: number | undefined): boolean {
  return byte !== undefined && byte < 0x80 && squeezed[byte] !== 0;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function isDot(byte: number | undefined): boolean {
  return byte === 0x2e;
}
