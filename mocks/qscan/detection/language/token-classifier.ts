import type { EntityType } from '../../../../harness/entities/entity-type.ts';
import type { TextField } from '../fields/text-field.ts';
import type { Span } from '../span.ts';
import { candidateStretch } from './candidate-stretch.ts';
import { decodeLabels } from './decode-labels.ts';
import { type EncodedChunk, encodeChunk } from './encode-chunk.ts';
import { fieldChunks } from './field-chunks.ts';
import { isAskedAsWhole, mayHoldLanguage } from './language-field.ts';
import type { Model } from './model/load-model.ts';
import { SpanCache } from './span-cache.ts';

/** Finds the types that need language. */
export interface TokenClassifier extends AsyncDisposable {
  /** What the model can find. */
  readonly types: ReadonlySet<EntityType>;
  /**
   * Asks about `mostPieces` of words at most; what stands behind them in the order of the fields stays unread. What was asked
   * before counts as well, or the answer would hang on it.
   */
  classify(fields: readonly TextField[], mostPieces: number): Promise<Classification>;
}

export interface Classification {
  /** Of each field, in the order of the fields. */
  readonly spans: readonly (readonly Span[])[];
  /** Whether there were more than that. */
  readonly isCut: boolean;
}

/** Pieces, padding included, that one run of the model takes: bounds its memory. */
const batchPieces = 1024;

interface Question {
  readonly field: number;
  readonly encoded: EncodedChunk;
}

/** A text that was not asked about before. */
interface FreshText {
  /** The fields that hold it; the first asks. */
  readonly fields: number[];
  pieces: number;
}

/** Asks `model`, in batches of texts of about one length, about what passes the filter and was not asked before. */
export function tokenClassifier(model: Model): TokenClassifier {
  const cache = new SpanCache();
  return {
    types: new Set(model.labels.flatMap((label) => label?.type ?? [])),
    async classify(fields, mostPieces) {
      const spans: Span[][] = fields.map(() => []);
      const freshTexts = new Map<string, FreshText>();
      const questions: Question[] = [];
      let left = mostPieces;
      for (const [index, field] of fields.entries()) {
        if (left < 0) break;
        if (!mayHoldLanguage(field)) continue;
        const key = cache.key(field);
        const known = key === undefined ? undefined : cache.get(key);
        const asked = key === undefined ? undefined : freshTexts.get(key);
        left -= known?.pieces ?? asked?.pieces ?? 0;
        if (left < 0) break;
        spans[index]?.push(...(known?.spans ?? []));
        asked?.fields.push(index);
        if (known !== undefined || asked !== undefined) continue;
        const fresh: FreshText = { fields: [index], pieces: 0 };
        const isWhole = isAskedAsWhole(field);
        for (const chunk of fieldChunks(field)) {
          const tokens = isWhole ? chunk.tokens : candidateStretch(field.text, chunk.tokens);
          if (tokens.length === 0) continue;
          const encoded = encodeChunk({ ...chunk, tokens }, model.pieces);
          fresh.pieces += encoded.ids.length;
          left -= encoded.ids.length;
          if (left < 0) break;
          questions.push({ field: index, encoded });
        }
        if (key !== undefined && left >= 0) freshTexts.set(key, fresh);
      }
      const answers = await askAll(questions, model);
      for (const [index, { field }] of questions.entries()) spans[field]?.push(...(answers[index] ?? []));
      for (const [key, { fields: same, pieces }] of freshTexts) {
        const [first = 0, ...others] = same;
        const found = spans[first] ?? [];
        for (const index of others) spans[index]?.push(...found);
        cache.set(key, { spans: found, pieces });
      }
      return { spans, isCut: left < 0 };
    },
    [Symbol.asyncDispose]: () => model[Symbol.asyncDispose](),
  };
}

/** Spans by question, in the order of the questions. */
async function askAll(questions: readonly Question[], model: Model): Promise<readonly (readonly Span[])[]> {
  const answers: (readonly Span[])[] = [];
  const byLength = [...questions.keys()].toSorted((a, b) => piecesOf(questions[a]) - piecesOf(questions[b]));
  for (let from = 0; from < byLength.length; ) {
    let to = from + 1;
    while (to < byLength.length && piecesOf(questions[byLength[to] ?? 0]) * (to + 1 - from) <= batchPieces) to++;
    const places = byLength.slice(from, to);
    const batch = places.flatMap((place) => questions[place]?.encoded ?? []);
    const width = batch.at(-1)?.ids.length ?? 0;
    const logits = await model.run(batch, width);
    for (const [row, place] of places.entries()) {
      const encoded = batch[row];
      if (encoded !== undefined) answers[place] = spansOf(encoded, logits, row * width, model);
    }
    from = to;
  }
  return answers;
}

function piecesOf(question: Question | undefined): number {
  return question?.encoded.ids.length ?? 0;
}

function spansOf({ chunk, firstPieces }: EncodedChunk, logits: Float32Array, row: number, { labels }: Model): Span[] {
  return decodeLabels(chunk, labels, (word) => {
    const at = (row + (firstPieces[word] ?? 0)) * labels.length;
    return logits.subarray(at, at + labels.length);
  });
}
