/**
 * What is left of each byte when case and separators are taken away: letters in lower case, digits, and all that is no
 * ASCII. 0: nothing, so a space, a hyphen, a line break or the zero of UTF-16 between two letters does not hide a value.
 */
export const squeezed: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  const sign = String.fromCharCode(byte);
  if (byte >= 0x80) return byte;
  return /[0-9a-z]/i.test(sign) ? sign.toLowerCase().charCodeAt(0) : 0;
});

/** A text of one character a byte (Latin-1), squeezed. */
export function squeeze(text: string): string {
  return (/[^0-9a-z]/.test(text) ? text.replaceAll(dropped, '') : text).replaceAll(/[A-Z]+/g, (letters) =>
    letters.toLowerCase(),
  );
}

const dropped = /[^0-9A-Za-z\x80-\xff]+/g;
