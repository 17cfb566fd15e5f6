import type { EntityType } from '../../../../harness/entities/entity-type.ts';
import type { Span } from '../span.ts';
import { thresholds } from '../thresholds.ts';
import type { Chunk } from './chunk.ts';
import type { ModelLabel } from './model/model-labels.ts';

/** Words side by side of one value. */
interface Run {
  readonly type: EntityType;
  readonly first: number;
  last: number;
  readonly scores: number[];
}

const wordOrNumber = /[\p{L}\p{N}]/u;

interface Answer {
  readonly type: EntityType;
  readonly score: number;
  readonly begins: boolean;
}

/**
 * Reads spans from a chunk's logits, one row of `labels.length` for each word, in the field's offsets. A word belongs to its
 * surest type where that reaches the type's threshold, so that a threshold weighs recall against precision.
 */
export function decodeLabels(
  { field, tokens }: Chunk,
  labels: readonly (ModelLabel | undefined)[],
  logits: (word: number) => Float32Array,
): Span[] {
  const runs: Run[] = [];
  for (const index of tokens.keys()) {
    const answer = surest(logits(index), labels);
    if (answer === undefined) continue;
    const open = runs.at(-1);
    if (open !== undefined && open.type === answer.type && open.last === index - 1 && !answer.begins) {
      open.last = index;
      open.scores.push(answer.score);
    } else runs.push({ type: answer.type, first: index, last: index, scores: [answer.score] });
  }
  return runs.flatMap(({ type, first, last, scores }): Span[] => {
    let final = last;
    // A value ends with a word or number, never with the sign that the model let run on.
    while (final > first && !wordOrNumber.test(tokens[final]?.text ?? '')) final--;
    const start = tokens[first]?.start ?? 0;
    const end = tokens[final]?.end ?? 0;
    if (!wordOrNumber.test(field.text.slice(start, end))) return [];
    return [span(type, start, end, scores.slice(0, final - first + 1))];
  });
}

/** Out of reach of the text: spans are kept longer than what they were found in. */
function span(type: EntityType, start: number, end: number, scores: readonly number[]): Span {
  const score = scores.reduce((sum, value) => sum + value, 0) / scores.length;
  const reason = `language model, mean of ${scores.length} words and signs`;
  return { type, score, start, end, explain: () => [{ reason, score }] };
}

function surest(logits: Float32Array, labels: readonly (ModelLabel | undefined)[]): Answer | undefined {
  const highest = logits.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
  const odds = new Map<EntityType, { begin: number; inside: number }>();
  let sum = 0;
  for (const [index, logit] of logits.entries()) {
    const odd = Math.exp(logit - highest);
    sum += odd;
    const label = labels[index];
    if (label === undefined) continue;
    const both = odds.get(label.type) ?? { begin: 0, inside: 0 };
    both[label.begins ? 'begin' : 'inside'] += odd;
    odds.set(label.type, both);
  }
  let best: Answer | undefined;
  for (const [type, { begin, inside }] of odds) {
    const score = (begin + inside) / sum;
    if (score >= thresholds[type] && score > (best?.score ?? 0)) best = { type, score, begins: begin > inside };
  }
  return best;
}
