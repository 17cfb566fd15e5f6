import { charsetByMark } from './charset-by-mark.ts';
import { decodeText } from './decode-text.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what tells binary data from text.
const controls = /[\0-\x08\x0b\x0c\x0e-\x1f]/;

/** The text of bytes that nobody says are text: of those with a byte order mark, and UTF-8 without control characters. */
export function decodeIfText(bytes: Uint8Array): string | undefined {
  if (charsetByMark(bytes) !== undefined) return decodeText(bytes, undefined);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return controls.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
