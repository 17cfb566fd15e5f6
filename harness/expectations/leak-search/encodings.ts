/** A way in which a value may be written where it must not be. */
export type Encoding = 'plain' | 'JSON' | 'URL' | 'base64' | 'base64url' | 'hex';

export interface Pattern {
  readonly encoding: Encoding;
  /** One character a byte (Latin-1). */
  readonly bytes: string;
}

/**
 * All ways a value is searched for, each once. Base64 at the three alignments a value can have in a longer text; what its
 * neighbours decide is cut off.
 */
export function encodings(value: string): Pattern[] {
  const utf8 = Buffer.from(value);
  const found = new Map<string, Encoding>();
  const add = (encoding: Encoding, text: string) => {
    const bytes = isAscii(text) ? text : Buffer.from(text).toString('latin1');
    if (!found.has(bytes)) found.set(bytes, encoding);
  };
  add('plain', value);
  for (const text of jsonForms(value)) add('JSON', text);
  for (const text of urlForms(value)) add('URL', text);
  for (const text of base64Forms(utf8)) {
    add('base64', text);
    if (/[+/]/.test(text)) add('base64url', text.replaceAll('+', '-').replaceAll('/', '_'));
  }
  const hex = utf8.toString('hex');
  add('hex', hex);
  add('hex', hex.toUpperCase());
  return [...found].map(([bytes, encoding]) => ({ encoding, bytes }));
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x7f) return false;
  return true;
}

/** As JavaScript and most encoders write it; as Go does, with its three escapes; and with ASCII alone, as Python does. */
function jsonForms(value: string): string[] {
  if (!/[^ -~]|["\\<>&/']/.test(value)) return [];
  const plain = JSON.stringify(value).slice(1, -1);
  const unicode = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
  const ascii = plain.replaceAll(/[^ -~]/g, unicode);
  return [
    plain,
    plain.replaceAll(/[<>&]/g, unicode),
    ascii,
    ascii.replaceAll(/[<>&]/g, unicode),
    ascii.replaceAll(/[<>&']/g, unicode),
    plain.replaceAll('/', '\\/'),
  ];
}

/** Every sign escaped but the unreserved ones, or only what no URL may hold; spaces as `%20` or `+`; hex in either case. */
function urlForms(value: string): string[] {
  if (!/[^A-Za-z0-9._~-]/.test(value)) return [];
  const strict = encodeURIComponent(value).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const both = [strict, encodeURIComponent(value), encodeURI(value)];
  const spaced = both.flatMap((text) => [text, text.replaceAll('%20', '+')]);
  return spaced.flatMap((text) => [text, text.replaceAll(/%[0-9A-F]{2}/g, (triplet) => triplet.toLowerCase())]);
}

function base64Forms(value: Buffer): string[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([padding.subarray(0, before), value]).toString('base64');
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + value.length) * 8) / 6));
  });
}

const padding = Buffer.alloc(2);
