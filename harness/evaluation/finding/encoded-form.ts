const entities: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };
const escapes: Readonly<Record<string, string>> = { '\n': 'n', '\r': 'r', '\t': 't', '"': '"', '\\': '\\', '/': '/' };

/** A pattern for a text in any spelling of JSON strings, forms (percent signs and plus) and XML, sign by sign. */
export function encodedForm(text: string): RegExp {
  return new RegExp([...text].map(spellings).join(''), 'g');
}

/** Longer spellings first: `&amp;` begins with what it stands for. */
function spellings(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  const units = [...Array(sign.length).keys()].map((at) => sign.charCodeAt(at));
  const list = [
    units.map((unit) => `\\\\u${hex(unit, 4)}`).join(''),
    [...Buffer.from(sign)].map((byte) => `%${hex(byte, 2)}`).join(''),
    `&#0*${code};`,
    `&#[xX]0*${hex(code, 1)};`,
  ];
  if (entities[sign] !== undefined) list.push(`&${entities[sign]};`);
  if (escapes[sign] !== undefined) list.push(`\\\\${RegExp.escape(escapes[sign])}`);
  list.push(RegExp.escape(sign));
  if (sign === ' ') list.push('\\+');
  return `(?:${list.join('|')})`;
}

/** A number in hex of either case. */
function hex(value: number, digits: number): string {
  return value
    .toString(16)
    .padStart(digits, '0')
    .replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}
