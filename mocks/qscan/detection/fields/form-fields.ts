import { fieldPath } from '../../../../harness/entities/field-path.ts';
import { nameWords } from './name-words.ts';
import type { BodyFields } from './text-field.ts';

/** Fields of an `application/x-www-form-urlencoded` body (WHATWG URL standard, section 5), values decoded. */
export function formFields(text: string): BodyFields {
  const wordsOf = nameWords();
  const fields = [...new URLSearchParams(text)].map(([name, value]) => ({
    text: value,
    ownWords: wordsOf(name),
    parentWords: [],
    path: () => fieldPath([name]),
  }));
  return { fields, incomplete: undefined };
}
