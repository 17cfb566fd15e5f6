/** A word, a number or a single sign of a text: UTF-16 offsets, end exclusive. */
export interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const token =
  /\p{L}[\p{L}\p{M}]*(?:['’-](?![sS](?!\p{L}))\p{L}[\p{L}\p{M}]*)*|\p{N}+\p{L}?(?![\p{L}\p{N}])|[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]/gu;

/** Splits a text at spaces and signs. A hyphen or apostrophe between letters stays in its word, a letter behind a number in its number. */
export function tokenise(text: string): Token[] {
  return Array.from(text.matchAll(token), ({ 0: found, index }) => ({
    text: found,
    start: index,
    end: index + found.length,
  }));
}
