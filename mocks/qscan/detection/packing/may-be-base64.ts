const shortest = 12;
const looked = 24;
/** How gzip, zstd, zlib and the byte order marks of UTF-16 begin in base64. */
const marked = /^(?:H4sI|KLUv|e[AFJN]|[/_]{2}[4-7]|[/_]v[89+/_-])/;
/** The six bits of a character of either alphabet (RFC 4648, sections 4 and 5), 64 for padding, 255 for any other. */
const bits = new Uint8Array(128).fill(255);
for (const alphabet of ['+/', '-_']) {
  const all = `ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789${alphabet}`;
  for (let value = 0; value < 64; value++) bits[all.charCodeAt(value)] = value;
}

/**
 * Cheap filter in front of decoding, for most values are prose, numbers or ids: whether a text from `start` on begins like
 * base64 of text in UTF-8, of text with a byte order mark, or of something compressed.
 */
export function mayBeBase64(text: string, start: number): boolean {
  if (text.length - start < shortest) return false;
  let continuation = 0;
  let kept = 0;
  for (let index = 0; index < looked; index++) {
    const value = bits[text.charCodeAt(start + index)] ?? 255;
    // Padding, a line break or the end: what came before decides.
    if (value === 255) return index >= shortest && /^(?:[\r\n=]|$)/.test(text.slice(start + index, start + index + 1));
    const [before, phase] = [kept, index % 4];
    kept = value;
    if (phase === 0) continue;
    const byte = ((before << (phase * 2)) | (value >> (6 - phase * 2))) & 255;
    if (continuation > 0 ? (byte & 0xc0) !== 0x80 : !mayStart(byte)) return marked.test(text.slice(start, start + 4));
    continuation = continuation > 0 ? continuation - 1 : byte < 0x80 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
  }
  return true;
}

/** Whether a character of text may begin with the byte: no control character, no continuation, nothing beyond UTF-8. */
function mayStart(byte: number): boolean {
  if (byte < 0x20) return byte === 0x09 || byte === 0x0a || byte === 0x0d;
  return byte < 0x80 || (byte >= 0xc2 && byte < 0xf5);
}
