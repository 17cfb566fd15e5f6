import type { Span } from '../span.ts';
import type { EncodedField } from './encode-fields.ts';
import { labelCount, languageTypes } from './labels.ts';
import { isNamedForLanguage } from './language-field.ts';

interface Piece {
  type: (typeof languageTypes)[number];
  first: number;
  last: number;
  scores: number[];
}

/**
 * Reads spans from the probabilities of a field's tokens, `labelCount` for each token asked about. A span ends with a word or
 * number, never with the sign or small word that the model let run on.
 */
export function decodeLabels(encoded: EncodedField, probabilities: Float32Array): Span[] {
  const { field, tokens, asked } = encoded;
  const pieces: Piece[] = [];
  asked.forEach((index, question) => {
    const { label, score } = best(probabilities, question * labelCount);
    const type = languageTypes[(label - 1) >> 1];
    if (label === 0 || type === undefined) return;
    const open = pieces.at(-1);
    if (open !== undefined && open.type === type && open.last === index - 1 && label % 2 === 0) {
      open.last = index;
      open.scores.push(score);
    } else pieces.push({ type, first: index, last: index, scores: [score] });
  });
  const spans = pieces.flatMap((piece): Span[] => {
    while (piece.last > piece.first && !/[\p{L}\p{N}]/u.test(tokens[piece.last]?.text ?? '')) piece.last--;
    const start = tokens[piece.first]?.start ?? 0;
    const end = tokens[piece.last]?.end ?? 0;
    const score = piece.scores.reduce((sum, value) => sum + value, 0) / piece.scores.length;
    const explain = () => [{ reason: `language model, mean of ${piece.scores.length} words and signs`, score }];
    return /\p{L}/u.test(field.text.slice(start, end)) ? [{ type: piece.type, score, start, end, explain }] : [];
  });
  return isNamedForLanguage(field.text, field.ownWords) ? wholeField(field.text, spans) : spans;
}

function best(probabilities: Float32Array, at: number): { label: number; score: number } {
  let label = 0;
  let score = 0;
  for (let index = 0; index < labelCount; index++) {
    const value = probabilities[at + index] ?? 0;
    if (value > score) [label, score] = [index, value];
  }
  return { label, score };
}

/** A field named for a value usually holds that value and no more: pieces of one type that cover most of it become one. */
function wholeField(text: string, spans: readonly Span[]): Span[] {
  const [first] = spans;
  const list = [...spans];
  if (first === undefined || list.some(({ type }) => type !== first.type)) return list;
  const trimmed = text.trim();
  const start = text.indexOf(trimmed);
  const covered = list.reduce((sum, { start: from, end }) => sum + end - from, 0);
  if (covered * 2 < trimmed.length) return list;
  const score = Math.max(...list.map((piece) => piece.score));
  const explain = () => [{ reason: 'language model, the surest part of a field named for such a value', score }];
  return [{ type: first.type, score, start, end: start + trimmed.length, explain }];
}
