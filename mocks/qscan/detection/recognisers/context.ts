import type { TextField } from '../fields/text-field.ts';

const word = /\p{L}+/gu;
const before = 72;
const after = 32;

/** The word of a set that bears most on a span. */
export interface Context {
  readonly word: string;
  /** In the name of the field, in the one above, or in the text. */
  readonly place: 'own' | 'parent' | 'before' | 'behind';
  /** In the text: 1 for the word beside the span. */
  readonly distance: number;
  /** 1 for the word beside it, less with distance. */
  readonly strength: number;
}

/**
 * How strongly words of a set bear on a span: 1 for the word beside it, less with distance, 0 for none.
 * Words of the text count eight before and three after; the field's own name counts as a near word, its parent's as a far one.
 */
export function contextStrength(field: TextField, start: number, end: number, words: ReadonlySet<string>): number {
  return strongestContext(field, start, end, words)?.strength ?? 0;
}

/** The word that `contextStrength` goes by; undefined where there is none. */
export function strongestContext(
  field: TextField,
  start: number,
  end: number,
  words: ReadonlySet<string>,
): Context | undefined {
  let strongest: Context | undefined;
  const raise = (word: string, place: Context['place'], distance: number, strength: number) => {
    if (strength > (strongest?.strength ?? 0)) strongest = { word, place, distance, strength };
  };
  const own = field.ownWords.find((name) => words.has(name));
  if (own !== undefined) raise(own, 'own', 0, 0.9);
  const parent = field.parentWords.find((name) => words.has(name));
  if (parent !== undefined) raise(parent, 'parent', 0, 0.5);
  const left = wordsIn(field.text, Math.max(0, start - before), start).reverse();
  left.slice(0, 8).forEach((near, distance) => {
    if (words.has(near)) raise(near, 'before', distance + 1, 1 - distance * 0.08);
  });
  const right = wordsIn(field.text, end, end + after);
  right.slice(0, 3).forEach((near, distance) => {
    if (words.has(near)) raise(near, 'behind', distance + 1, 0.7 - distance * 0.15);
  });
  return strongest;
}

function wordsIn(text: string, start: number, end: number): string[] {
  return (text.slice(start, end).match(word) ?? []).map((found) => found.toLowerCase());
}
