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
  const found: Spelling[] = [];
  const add = (kind: Kind, raw: string) => {
    const signs = squeeze(raw);
    const isNew = !found.some((known) => known.squeezed === signs);
    if (signs.length >= shortestPattern && isNew) found.push({ kind, squeezed: signs, raw, cut: 0 });
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
  // This is most of what it takes to build a search, so nothing is done twice here.
  for (const text of new Set([value, value.toLowerCase(), withoutSeparators(value)])) {
    const padded = Buffer.from(`\0\0${text}`);
    for (let before = 0; before <= 2; before++) {
      const cut = Math.ceil((before * 8) / 6);
      const raw = padded.toString('base64', 2 - before).slice(cut, Math.floor(((before + padded.length - 2) * 8) / 6));
      const signs = raw.replaceAll(/[+/]/g, '').toLowerCase();
      // Two texts that differ in their last sign may share all that is certain.
      const isNew = !found.some((known) => known.raw === raw && known.cut === cut);
      if (signs.length >= shortestPattern && isNew) found.push({ kind: 'base64', squeezed: signs, raw, cut });
    }
    const hex = padded.toString('hex', 2);
    found.push({ kind: 'hex', squeezed: hex, raw: hex, cut: 0 });
  }
  return found;
}

function withoutSeparators(value: string): string {
  return value.replaceAll(/[\s().,+/_-]/g, '');
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x7f) return false;
  return true;
}
