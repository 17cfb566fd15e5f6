import type { TextField } from '../fields/text-field.ts';
import type { ScorePart } from '../score-part.ts';
import { type Context, strongestContext } from './context.ts';

/** The part of a score that context adds: `weight` for a word beside the span. Nothing where no word of the set is near. */
export function explainContext(
  field: TextField,
  { start, end }: { readonly start: number; readonly end: number },
  words: ReadonlySet<string>,
  weight: number,
): ScorePart[] {
  const context = strongestContext(field, start, end, words);
  if (context === undefined) return [];
  return [{ reason: `"${context.word}" ${where(context)}`, score: weight * context.strength }];
}

function where({ place, distance }: Context): string {
  if (place === 'own') return "in the field's name";
  if (place === 'parent') return 'in the name above the field';
  return `${distance === 1 ? 'one word' : `${distance} words`} ${place} it`;
}
