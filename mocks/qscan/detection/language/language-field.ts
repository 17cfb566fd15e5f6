import type { TextField } from '../fields/text-field.ts';

/** Words in a field's name after which even a word in lower case may be a name, a place, a company or a street. */
const namesLanguage = new Set([
  ...[
    'name',
    'names',
    'fullname',
    'firstname',
    'lastname',
    'surname',
    'holder',
    'cardholder',
    'owner',
    'contact',
    'customer',
  ],
  ...[
    'recipient',
    'beneficiary',
    'author',
    'manager',
    'person',
    'employer',
    'company',
    'organization',
    'organisation',
    'org',
  ],
  ...['vendor', 'supplier', 'merchant', 'carrier', 'insurer', 'city', 'town', 'country', 'state', 'province', 'region'],
  ...['location', 'place', 'birthplace', 'destination', 'origin', 'address', 'street', 'addr', 'line', 'line1'],
]);
/** One word without a blank that holds a digit or underscore, or a code in capitals: ids, timestamps, URLs, enums. */
const code = /^(?:\S*[\d_@/\\=]\S*|[A-Z0-9_.:-]{1,12})$/;
const startsUpper = /\p{Lu}|\p{Lo}/u;
const mostNamedLength = 120;

/** Cheap filter in front of the model: whether the field may hold one of the four types that need language. */
export function mayHoldLanguage({ text, ownWords }: TextField): boolean {
  if (ownWords.length > 0 && text.length <= 200 && code.test(text)) return false;
  return startsUpper.test(text) || isNamedForLanguage(text, ownWords);
}

/** Whether the field's own name asks for a name, place, company or street, and its text is short enough to be one. */
export function isNamedForLanguage(text: string, ownWords: readonly string[]): boolean {
  return text.length <= mostNamedLength && /\p{L}/u.test(text) && ownWords.some((word) => namesLanguage.has(word));
}
