import type { Token } from './tokenise.ts';

const capitalised = /^[\p{Lu}\p{Lo}]/u;
const letters = /\p{L}/u;
const houseNumber = /^\d{1,5}\p{L}?$/u;
const joiners = new Set(
  "of and the de del della di da do dos das du des la le les los las el al y e et und von van der den ter ten zu zum am an auf upon on in bin ibn af av og i & , . - ' ’ + # / n d o'".split(
    ' ',
  ),
);
const partOfCode = /[@_\\=<>{}|~^]/;
const reach = 3;

/**
 * Marks the tokens that the model shall look at: capitalised words, house numbers beside them, and the small words and signs
 * between. With `allWords` every word counts. Words inside an address, URL or identifier never do.
 */
export function candidates(text: string, tokens: readonly Token[], allWords: boolean): boolean[] {
  const marks = tokens.map(
    (token) => (allWords ? letters.test(token.text) : capitalised.test(token.text)) && !isInCode(text, token),
  );
  const words = [...marks];
  tokens.forEach((token, index) => {
    if (houseNumber.test(token.text) && !isInCode(text, token)) {
      marks[index] = words.slice(Math.max(0, index - reach), index + reach + 1).includes(true);
    }
  });
  const anchors = [...marks];
  tokens.forEach((token, index) => {
    if (marks[index] || !joiners.has(token.text)) return;
    const left = anchors.slice(Math.max(0, index - reach), index).includes(true);
    marks[index] = left && anchors.slice(index + 1, index + 1 + reach).includes(true);
  });
  return marks;
}

function isInCode(text: string, { start, end }: Token): boolean {
  const left = text[start - 1] ?? ' ';
  const right = text[end] ?? ' ';
  return (
    partOfCode.test(left) ||
    partOfCode.test(right) ||
    (left === '/' && text[start - 2] === '/') ||
    (right === ':' && text[end + 1] === '/')
  );
}
