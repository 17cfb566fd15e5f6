import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { TextField } from '../fields/text-field.ts';
import type { Span } from '../span.ts';
import { decodeLabels } from './decode-labels.ts';
import { encodeFields } from './encode-fields.ts';
import { labelCount } from './labels.ts';
import { mayHoldLanguage } from './language-field.ts';
import { type FieldPiece, splitField } from './split-field.ts';
import { featuresPerToken, windowSize } from './token-features.ts';

/** The loaded model for PERSON, LOCATION, ORGANIZATION and STREET_ADDRESS. */
export interface TokenClassifier extends AsyncDisposable {
  /** Spans of each field, in the order of the fields. All fields go to the model in few batches. */
  classify(fields: readonly TextField[]): Promise<readonly (readonly Span[])[]>;
}

/** Characters of fields that one run of the model takes: bounds its memory. */
const batchLength = 32 * 1024;
const pieceLength = 16 * 1024;

/** Loads the ONNX file at `path`. One thread per session: scanners are what adds concurrency. */
export async function loadTokenClassifier(path: string): Promise<TokenClassifier> {
  const session = await InferenceSession.create(path, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'basic',
    enableCpuMemArena: false,
    extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
  });

  async function classifyBatch(fields: readonly TextField[]): Promise<Span[][]> {
    const { fields: encoded, features, windows } = encodeFields(fields);
    const questions = windows.length / windowSize;
    if (questions === 0) return fields.map(() => []);
    const { probabilities } = await session.run({
      features: new Tensor('int32', features, [features.length / featuresPerToken, featuresPerToken]),
      windows: new Tensor('int32', windows, [questions, windowSize]),
    });
    if (!(probabilities?.data instanceof Float32Array))
      throw new Error(`${path} gives no output "probabilities" of float32.`);
    const values = probabilities.data;
    let at = 0;
    return encoded.map((one) => {
      const from = at;
      at += one.asked.length * labelCount;
      return decodeLabels(one, values.subarray(from, at));
    });
  }

  return {
    async classify(fields) {
      const spans: Span[][] = fields.map(() => []);
      let batch: { readonly index: number; readonly piece: FieldPiece }[] = [];
      let length = 0;
      const flush = async () => {
        const found = await classifyBatch(batch.map(({ piece }) => piece.field));
        batch.forEach(({ index, piece: { offset } }, position) => {
          for (const span of found[position] ?? []) {
            spans[index]?.push({ ...span, start: span.start + offset, end: span.end + offset });
          }
        });
        batch = [];
        length = 0;
      };
      for (const [index, field] of fields.entries()) {
        if (!mayHoldLanguage(field)) continue;
        for (const piece of splitField(field, pieceLength)) {
          batch.push({ index, piece });
          length += piece.field.text.length;
          if (length >= batchLength) await flush();
        }
      }
      if (batch.length > 0) await flush();
      return spans;
    },
    async [Symbol.asyncDispose]() {
      await session.release();
    },
  };
}
