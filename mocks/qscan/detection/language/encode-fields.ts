import type { TextField } from '../fields/text-field.ts';
import { candidates } from './candidates.ts';
import { isNamedForLanguage } from './language-field.ts';
import { featuresPerToken, windowReach, windowSize, writeFieldFeatures, writeTokenFeatures } from './token-features.ts';
import { type Token, tokenise } from './tokenise.ts';

/** A field as the model sees it: its tokens, and which of them are asked about. */
export interface EncodedField {
  readonly field: TextField;
  readonly tokens: readonly Token[];
  readonly asked: readonly number[];
}

/** What the model takes: one row of features per token (row 0 is empty, for windows that reach over an edge) and one window per question. */
export interface EncodedBatch {
  readonly fields: readonly EncodedField[];
  readonly features: Int32Array;
  readonly windows: Int32Array;
}

/** Turns fields into the model's input. */
export function encodeFields(fields: readonly TextField[]): EncodedBatch {
  const encoded = fields.map((field) => {
    const tokens = tokenise(field.text);
    const marks = candidates(field.text, tokens, isNamedForLanguage(field.text, field.ownWords));
    return { field, tokens, asked: tokens.flatMap((_, index) => (marks[index] ? [index] : [])) };
  });
  const rows = encoded.reduce((sum, { tokens }) => sum + tokens.length + 1, 1);
  const questions = encoded.reduce((sum, { asked }) => sum + asked.length, 0);
  const features = new Int32Array(rows * featuresPerToken);
  const windows = new Int32Array(questions * windowSize);
  let row = 1;
  let question = 0;
  for (const { field, tokens, asked } of encoded) {
    writeFieldFeatures(field, tokens.length, features, row * featuresPerToken);
    tokens.forEach((_, index) => {
      writeTokenFeatures(tokens, index, features, (row + 1 + index) * featuresPerToken);
    });
    for (const index of asked) {
      const at = question++ * windowSize;
      for (let step = -windowReach; step <= windowReach; step++) {
        const near = index + step;
        windows[at + step + windowReach] = near < 0 || near >= tokens.length ? 0 : row + 1 + near;
      }
      windows[at + windowSize - 1] = row;
    }
    row += tokens.length + 1;
  }
  return { fields: encoded, features, windows };
}
