import { isUtf8 } from 'node:buffer';

/** A Go map: keys are written in byte order. A plain object is a Go struct: fields in their order, `undefined` left out. */
export type GoValue =
  | string
  | number
  | boolean
  /** The bytes of a Go string, which may not be UTF-8. */
  | Buffer
  | ReadonlyMap<string, GoValue>
  | readonly GoValue[]
  | { readonly [field: string]: GoValue | undefined };

/** JSON as Go's encoder writes it: `<`, `>`, `&` and the line separators escaped, invalid UTF-8 as `\ufffd`. */
export function goJson(value: GoValue): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object') return JSON.stringify(value);
  if (Buffer.isBuffer(value)) return isUtf8(value) ? quote(value.toString()) : `"${lossy(value)}"`;
  if (Array.isArray(value)) return `[${value.map(goJson).join(',')}]`;
  if (value instanceof Map) {
    const sorted = [...(value as ReadonlyMap<string, GoValue>)].sort(([one], [other]) => byteOrder(one, other));
    return `{${sorted.map(([key, entry]) => `${quote(key)}:${goJson(entry)}`).join(',')}}`;
  }
  const fields = Object.entries(value as Readonly<Record<string, GoValue | undefined>>);
  const written = fields.flatMap(([key, entry]) => (entry === undefined ? [] : `${quote(key)}:${goJson(entry)}`));
  return `{${written.join(',')}}`;
}

const escapes: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

function quote(text: string): string {
  return JSON.stringify(text.toWellFormed()).replaceAll(/[<>&\u2028\u2029]/g, (character) => escapes[character] ?? '');
}

/** Go replaces each byte that begins no valid character by one escape. */
function lossy(bytes: Buffer): string {
  let text = '';
  let validFrom = 0;
  const keep = (end: number) => {
    if (end > validFrom) text += quote(bytes.toString('utf8', validFrom, end)).slice(1, -1);
  };
  for (let offset = 0; offset < bytes.length; ) {
    const length = characterLength(bytes, offset);
    if (length === 0) {
      keep(offset);
      text += '\\ufffd';
      validFrom = offset + 1;
    }
    offset += Math.max(length, 1);
  }
  keep(bytes.length);
  return text;
}

/** 0: no valid character begins here. */
function characterLength(bytes: Buffer, offset: number): number {
  const first = bytes[offset] ?? 0;
  const length = first < 0x80 ? 1 : first < 0xc0 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  return length > 0 && isUtf8(bytes.subarray(offset, offset + length)) && offset + length <= bytes.length ? length : 0;
}

function byteOrder(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
