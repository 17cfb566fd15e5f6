import { type Shape, shapeOf } from './shape.ts';
import type { Spelling } from './spellings.ts';
import { squeeze, squeezed } from './squeeze.ts';
import { standsAlone } from './stands-alone.ts';

/** What a hit in base64 or hex stands for once it is decoded. */
export interface Decoded {
  readonly shape: Shape;
  readonly isAlone: boolean;
}

/** Signs that are decoded on either side, to see what stands beside the value. */
const around = 8;

/** Undefined: the signs are the same but for their case, so that they decode to something else. */
export function verifyEncoded(
  data: Uint8Array,
  start: number,
  end: number,
  { kind, raw, cut }: Spelling,
  value: Buffer,
): Decoded | undefined {
  const bytes = kind === 'hex' ? decodeHex(data, start, end) : decodeBase64(data, start, end, raw, cut);
  if (!bytes) return undefined;
  let { decoded, from, to } = bytes;
  while (from < to && squeezed[decoded[from] ?? 0] === 0) from++;
  while (from < to && squeezed[decoded[to - 1] ?? 0] === 0) to--;
  if (squeeze(decoded.toString('latin1', from, to)) !== squeeze(value.toString('latin1'))) return undefined;
  const shape = shapeOf(decoded, from, to, value);
  return shape && { shape, isAlone: standsAlone(decoded, from, to) };
}

interface Bytes {
  readonly decoded: Buffer;
  /** Where the value stands in it. */
  readonly from: number;
  readonly to: number;
}

function decodeHex(data: Uint8Array, start: number, end: number): Bytes {
  const before = runBefore(data, start, hexSign, 0);
  const inner = run(data, start, hexSign, end);
  const from = before.length >> 1;
  const decoded = Buffer.from(before.slice(before.length % 2) + inner + runBehind(data, end, hexSign, 0), 'hex');
  return { decoded, from, to: from + inner.length / 2 };
}

function decodeBase64(data: Uint8Array, start: number, end: number, raw: string, cut: number): Bytes | undefined {
  // A spelling may begin or end with `+` or `/`, and the hit has letters and digits at its ends.
  const lead = raw.search(/[A-Za-z0-9]/);
  const last = raw.search(/[A-Za-z0-9][^A-Za-z0-9]*$/) + 1;
  const inner = run(data, start, base64Sign, end);
  if (inner !== raw.slice(lead, last)) return undefined;
  const own = lead + cut;
  const before = runBefore(data, start, base64Sign, own);
  const behind = runBehind(data, end, base64Sign, raw.length - last + 1);
  if (before.length < own || !before.endsWith(raw.slice(0, lead)) || !behind.startsWith(raw.slice(last)))
    return undefined;
  // Whole groups of four before the one in which the value begins.
  const groups = Math.floor((before.length - own) / 4);
  const decoded = Buffer.from(before.slice(before.length - own - groups * 4) + inner + behind, 'base64');
  const bytesBefore = cut === 0 ? 0 : cut - 1;
  return { decoded, from: groups * 3 + bytesBefore, to: groups * 3 + Math.ceil(((raw.length + cut) * 6) / 8) };
}

/** What a byte is in an encoding; empty where it is no part of it. */
type SignOf = (byte: number) => string;

function run(data: Uint8Array, from: number, signOf: SignOf, to: number): string {
  let text = '';
  for (let index = from; index < to; index++) text += signOf(data[index] ?? 0);
  return text;
}

/** Signs behind a place: `needed` ones even over a line break, and some more up to the next one. */
function runBehind(data: Uint8Array, from: number, signOf: SignOf, needed: number): string {
  let text = '';
  for (let index = from; index < data.length && text.length < needed + around; index++) {
    const sign = signOf(data[index] ?? 0);
    if (sign === '' && (text.length >= needed || !isBreak(data[index]))) break;
    text += sign;
  }
  return text;
}

function runBefore(data: Uint8Array, to: number, signOf: SignOf, needed: number): string {
  let text = '';
  for (let index = to - 1; index >= 0 && text.length < needed + around; index--) {
    const sign = signOf(data[index] ?? 0);
    if (sign === '' && (text.length >= needed || !isBreak(data[index]))) break;
    text = sign + text;
  }
  return text;
}

/** The sign in base64's own alphabet, that of base64url included; empty where it is none. */
function base64Sign(byte: number): string {
  if (byte === 0x2b || byte === 0x2d) return '+';
  if (byte === 0x2f || byte === 0x5f) return '/';
  return byte < 0x80 && squeezed[byte] !== 0 ? String.fromCharCode(byte) : '';
}

function hexSign(byte: number): string {
  const low = byte | 0x20;
  return (byte >= 0x30 && byte <= 0x39) || (low >= 0x61 && low <= 0x66) ? String.fromCharCode(byte) : '';
}

function isBreak(byte: number | undefined): boolean {
  return byte === 0x0a || byte === 0x0d || byte === 0x20;
}
