import type { TextField } from '../fields/text-field.ts';

const word = /\p{L}+/gu;
const before = 72;
const after = 32;

/**
 * How strongly words of a set bear on a span: 1 for the word beside it, less with distance, 0 for none.
 * Words of the text count eight before and three after; the field's own name counts as a near word, its parent's as a far one.
 */
export function contextStrength(field: TextField, start: number, end: number, words: ReadonlySet<string>): number {
  let strength = 0;
  const raise = (to: number) => {
    if (to > strength) strength = to;
  };
  if (field.ownWords.some((name) => words.has(name))) raise(0.9);
  if (field.parentWords.some((name) => words.has(name))) raise(0.5);
  const left = wordsIn(field.text, Math.max(0, start - before), start).reverse();
  left.slice(0, 8).forEach((near, distance) => {
    if (words.has(near)) raise(1 - distance * 0.08);
  });
  const right = wordsIn(field.text, end, end + after);
  right.slice(0, 3).forEach((near, distance) => {
    if (words.has(near)) raise(0.7 - distance * 0.15);
  });
  return strength;
}

function wordsIn(text: string, start: number, end: number): string[] {
  return (text.slice(start, end).match(word) ?? []).map((found) => found.toLowerCase());
}
