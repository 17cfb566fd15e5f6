import { commonWords } from './common-words.ts';
import type { Token } from './tokenise.ts';

const startsUpper = /^[\p{Lu}\p{Lo}]/u;
const endsSentence = new Set(['.', '!', '?']);

/**
 * The tokens from the first sentence that may hold a name to the last: what stands around them costs the model as much and tells
 * it little. Empty: no sentence has a capitalised word that may be one.
 */
export function candidateStretch(text: string, tokens: readonly Token[]): readonly Token[] {
  let begin = 0;
  let isCandidate = false;
  let [first, end] = [tokens.length, 0];
  for (const [index, token] of tokens.entries()) {
    isCandidate ||= startsUpper.test(token.text) && !commonWords.has(token.text.toLowerCase());
    const next = tokens[index + 1];
    const isLast =
      next === undefined || endsSentence.has(token.text) || text.slice(token.end, next.start).includes('\n');
    if (!isLast) continue;
    if (isCandidate) {
      first = Math.min(first, begin);
      end = index + 1;
    }
    begin = index + 1;
    isCandidate = false;
  }
  return tokens.slice(first, end);
}
