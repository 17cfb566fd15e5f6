import type { TextField } from '../fields/text-field.ts';
import { isNamedForLanguage } from './language-field.ts';

const capitalised = /(?<![\p{L}\p{M}\p{N}])[\p{Lu}\p{Lo}]/gu;
const word = /(?<![\p{L}\p{M}\p{N}])\p{L}/gu;

/**
 * The fields as far as the model may be asked about them: at most `most` words that may be names. The one in which the limit is met is cut
 * there, those behind it are empty, so that each stays at its index. Undefined: nothing has to be cut.
 */
export function withinWords(fields: readonly TextField[], most: number): readonly TextField[] | undefined {
  const length = fields.reduce((sum, { text }) => sum + text.length, 0);
  // A word and what parts it from the next take two characters, or are fields of their own: most bodies need no count.
  if (length < most) return undefined;
  let left = most;
  let isCut = false;
  const kept = fields.map((field) => {
    if (isCut) return { ...field, text: '' };
    const pattern = isNamedForLanguage(field.text, field.ownWords) ? word : capitalised;
    pattern.lastIndex = 0;
    while (pattern.test(field.text)) {
      if (left === 0) {
        isCut = true;
        return { ...field, text: field.text.slice(0, pattern.lastIndex - 1) };
      }
      left--;
    }
    return field;
  });
  return isCut ? kept : undefined;
}
