import { headerParameters } from '../fields/header-parameters.ts';
import { charsetByMark } from './charset-by-mark.ts';

const declaration = /^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']/i;
const meta = /<meta\s[^>]*?\bcharset\s*=\s*["']?([\w.:-]+)/i;
/** As far as a browser looks (HTML standard, 13.2.3.2). */
const headLength = 1024;

/**
 * The text of bytes: by their byte order mark, else by the charset of the content type, else by an XML declaration or an HTML
 * meta element, else as UTF-8. What cannot be decoded becomes U+FFFD, a charset that nobody knows counts as UTF-8.
 */
export function decodeText(bytes: Uint8Array, contentType: string | undefined): string {
  const named = charsetByMark(bytes) ?? headerParameters(contentType ?? '').get('charset') ?? declaredCharset(bytes);
  try {
    return new TextDecoder(named).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(headLength, bytes.length)).toString('latin1');
  const name = declaration.exec(head)?.[1] ?? meta.exec(head)?.[1];
  // What could be read as ASCII is no UTF-16 (HTML standard, 13.2.3.2).
  return name?.toLowerCase().startsWith('utf-16') ? undefined : name;
}
