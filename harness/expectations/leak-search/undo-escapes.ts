/** A way to write a sign by others. */
export type Escape = 'URL' | 'JSON' | 'HTML';

export interface Unescaped {
  readonly bytes: Buffer;
  readonly escapes: ReadonlySet<Escape>;
}

const percent = 0x25;
const backslash = 0x5c;
const ampersand = 0x26;
/** Longest entity that is understood, `&#x0010ffff;`. */
const longestEntity = 12;

/**
 * Undoes one layer of percent-encoding, of JSON's escapes (`\n`, `\"`, `\u0026`, and `\x26` of other languages) and of
 * HTML's (by name, decimal, hex). What is no escape stays. Undefined: there is none.
 */
export function undoEscapes(data: Buffer): Unescaped | undefined {
  if (!data.includes(percent) && !data.includes(backslash) && !data.includes(ampersand)) return undefined;
  const out = Buffer.allocUnsafe(data.length);
  const escapes = new Set<Escape>();
  let count = 0;
  let at = 0;
  const put = (text: string, length: number, kind: Escape) => {
    count += out.write(text, count);
    at += length;
    escapes.add(kind);
  };
  for (;;) {
    let byte = 0;
    while (at < data.length) {
      byte = data[at] as number;
      if (byte === percent || byte === backslash || byte === ampersand) break;
      out[count++] = byte;
      at++;
    }
    if (at >= data.length) break;
    const found = byte === percent ? undefined : byte === backslash ? jsonEscape(data, at) : htmlEntity(data, at);
    const value = byte === percent ? hexAt(data, at + 1, 2) : -1;
    if (found) put(found.text, found.length, byte === backslash ? 'JSON' : 'HTML');
    else if (value >= 0) {
      out[count++] = value;
      at += 3;
      escapes.add('URL');
    } else {
      out[count++] = byte;
      at++;
    }
  }
  return escapes.size > 0 ? { bytes: out.subarray(0, count), escapes } : undefined;
}

interface Escaped {
  readonly text: string;
  readonly length: number;
}

const short: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function jsonEscape(data: Buffer, at: number): Escaped | undefined {
  const sign = String.fromCharCode(data[at + 1] ?? 0);
  if (sign === 'u') {
    const unit = hexAt(data, at + 2, 4);
    if (unit < 0) return undefined;
    const low = data[at + 6] === backslash && data[at + 7] === 0x75 ? hexAt(data, at + 8, 4) : -1;
    const isPair = unit >= 0xd800 && unit < 0xdc00 && low >= 0xdc00 && low < 0xe000;
    return isPair
      ? { text: String.fromCharCode(unit, low), length: 12 }
      : { text: String.fromCharCode(unit), length: 6 };
  }
  if (sign === 'x') {
    const value = hexAt(data, at + 2, 2);
    return value < 0 ? undefined : { text: String.fromCharCode(value), length: 4 };
  }
  const text = short[sign] ?? (/["'\\/]/.test(sign) ? sign : undefined);
  return text === undefined ? undefined : { text, length: 2 };
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  commat: '@',
  period: '.',
  comma: ',',
  plus: '+',
  hyphen: '-',
  dash: '-',
  lpar: '(',
  rpar: ')',
  num: '#',
  sol: '/',
  lowbar: '_',
  colon: ':',
  equals: '=',
};
const accents: Readonly<Record<string, string>> = {
  acute: '\u0301',
  grave: '\u0300',
  circ: '\u0302',
  uml: '\u0308',
  tilde: '\u0303',
  ring: '\u030a',
  cedil: '\u0327',
  caron: '\u030c',
};

function htmlEntity(data: Buffer, at: number): Escaped | undefined {
  const end = data.subarray(at, at + longestEntity).indexOf(0x3b);
  if (end < 3) return undefined;
  const name = data.toString('latin1', at + 1, at + end);
  const length = end + 1;
  if (name.startsWith('#')) {
    const code = /^#x[0-9a-f]+$/i.test(name)
      ? Number.parseInt(name.slice(2), 16)
      : /^#\d+$/.test(name)
        ? Number(name.slice(1))
        : 0;
    if (code === 0 || code > 0x10ffff) return undefined;
    return { text: code === 0xa0 ? ' ' : String.fromCodePoint(code), length };
  }
  const [, letter = '', accent = ''] = /^([A-Za-z])([a-z]+)$/.exec(name) ?? [];
  const mark = accents[accent];
  const text = named[name] ?? (mark === undefined ? undefined : (letter + mark).normalize('NFC'));
  return text === undefined ? undefined : { text, length };
}

/** The number that `digits` hex digits at a place stand for; -1 where they are none. */
function hexAt(data: Buffer, at: number, digits: number): number {
  let value = 0;
  for (let index = at; index < at + digits; index++) {
    const byte = data[index] ?? 0;
    const low = byte | 0x20;
    const digit = byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : low >= 0x61 && low <= 0x66 ? low - 0x57 : -1;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}
