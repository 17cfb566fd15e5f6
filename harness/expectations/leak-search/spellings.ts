import { shortestPattern } from './pattern-search.ts';
import { squeeze } from './squeeze.ts';

/** How the signs of a spelling stand for the value. */
export type Kind = 'text' | 'UTF-16' | 'Latin-1' | 'base64' | 'hex';

export interface Spelling {
  readonly kind: Kind;
  /** What is searched for. */
  readonly squeezed: string;
  /** The spelling with its separators, one character a byte. */
  readonly raw: string;
  /** Base64: signs of its first group of four that are cut off, since what stands before the value decides them. */
  readonly cut: number;
}

/**
 * What is searched for to find a value: its signs, which find it in any case and with any separators, in UTF-16 too, and
 * base64 at the three alignments that a value can have in a longer text, and hex, of the value as it is, in lower case and
 * without separators. Escapes (JSON, HTML, URL, quoted-printable) are undone before the search, see `views`.
 */
export function spellings(value: string): Spelling[] {
  const found = new Map<string, Spelling>();
  const add = (kind: Kind, raw: string, cut = 0) => {
    const signs = squeeze(raw);
    const key = kind === 'base64' ? `${cut}${raw}` : signs;
    if (signs.length >= shortestPattern && !found.has(key)) found.set(key, { kind, squeezed: signs, raw, cut });
  };
  const bytes = (text: string) => (isAscii(text) ? text : Buffer.from(text).toString('latin1'));
  add('text', bytes(value));
  if (!isAscii(value)) {
    for (const text of [value, value.toLowerCase(), value.toUpperCase()]) {
      add('text', bytes(text));
      add('UTF-16', Buffer.from(text, 'utf16le').toString('latin1'));
      add('UTF-16', Buffer.from(text, 'utf16le').swap16().toString('latin1'));
      if (/^[\0-\xff]*$/.test(text)) add('Latin-1', text);
    }
  }
  for (const text of new Set([value, value.toLowerCase(), withoutSeparators(value)])) {
    const utf8 = Buffer.from(text);
    for (const { signs, cut } of base64Forms(utf8)) add('base64', signs, cut);
    add('hex', utf8.toString('hex'));
  }
  return [...found.values()];
}

function withoutSeparators(value: string): string {
  return value.replaceAll(/[\s().,+/_-]/g, '');
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x7f) return false;
  return true;
}

function base64Forms(value: Buffer): { readonly signs: string; readonly cut: number }[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([padding.subarray(0, before), value]).toString('base64');
    const cut = Math.ceil((before * 8) / 6);
    return { signs: text.slice(cut, Math.floor(((before + value.length) * 8) / 6)), cut };
  });
}

const padding = Buffer.alloc(2);
