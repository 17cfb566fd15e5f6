import type { TextField } from '../fields/text-field.ts';
import type { ScorePart } from '../score-part.ts';
import { strongestContext } from './context.ts';

/** The part of a score that context adds: `weight` for a word beside the span. Nothing where no word of the set is near. */
export function explainContext(
  field: TextField,
  { start, end }: { readonly start: number; readonly end: number },
  words: ReadonlySet<string>,
  weight: number,
): ScorePart[] {
  const context = strongestContext(field, start, end, words);
  if (context === undefined) return [];
  return [{ reason: `"${context.word}" ${context.place}`, score: weight * context.strength }];
}
