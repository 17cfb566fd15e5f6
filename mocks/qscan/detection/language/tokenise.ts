/** A word, a number or a single sign of a text: UTF-16 offsets, end exclusive. */
export interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const token =
  /\p{L}[\p{L}\p{M}]*(?:['’-](?![sS](?!\p{L}))\p{L}[\p{L}\p{M}]*)*|\p{N}+\p{L}?(?![\p{L}\p{N}])|[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]/gu;
/** Longer than any word or id: packed data. */
const packed = /[\w+/=-]{121,}/g;

/**
 * Splits a text at spaces and signs. A hyphen or apostrophe between letters stays in its word, a letter behind a number in its
 * number. Packed data is passed over.
 */
export function* tokenise(text: string): Generator<Token> {
  const readable = text.replace(packed, (run) => ' '.repeat(run.length));
  for (const { 0: found, index } of readable.matchAll(token)) {
    yield { text: found, start: index, end: index + found.length };
  }
}
