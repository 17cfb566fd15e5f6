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
const acronym = /^[A-Z]{2,12}$/;
const hasUpper = /\p{Lu}|\p{Lo}/u;
const word = /^["'(]?\p{L}{2}[\p{L}'’-]*[.,;:!?)"']*$/u;
const wordsOfMessage = 3;
/** Words in the name of a field that holds what somebody typed, perhaps without capitals. */
const namesMessage = new Set(
  'text message messages msg txt body content note notes comment comments description remark question query prompt transcript utterance feedback reply post'.split(
    ' ',
  ),
);
const mostNamedLength = 120;

/** Cheap filter in front of the model: whether the field may hold one of the types that need language. */
export function mayHoldLanguage({ text, ownWords }: TextField): boolean {
  const isNamed = isNamedForLanguage(text, ownWords);
  if (ownWords.length > 0 && text.length <= 200 && code.test(text)) return isNamed && acronym.test(text);
  return isNamed || hasUpper.test(text) || isMessage({ text, ownWords });
}

/** Whether any word of the field may be a name, capitalised or not: by its own name, or since nothing in it has capitals. */
export function isAskedAsWhole({ text, ownWords }: TextField): boolean {
  return isNamedForLanguage(text, ownWords) || !hasUpper.test(text);
}

/** Whether somebody may have typed it, without capitals: more than a word or two. */
function isMessage({ text, ownWords }: Pick<TextField, 'text' | 'ownWords'>): boolean {
  if (ownWords.length > 0 && !ownWords.some((name) => namesMessage.has(name))) return false;
  let words = 0;
  for (const [run] of text.matchAll(/\S+/g)) if (word.test(run) && ++words === wordsOfMessage) return true;
  return false;
}

/** Whether the field's own name asks for a name, place, company or street, and its text is short enough to be one. */
export function isNamedForLanguage(text: string, ownWords: readonly string[]): boolean {
  return text.length <= mostNamedLength && /\p{L}/u.test(text) && ownWords.some((word) => namesLanguage.has(word));
}
