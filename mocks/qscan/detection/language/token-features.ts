import type { TextField } from '../fields/text-field.ts';
import type { Token } from './tokenise.ts';

/** Features of one token; the model adds up their embeddings. Slot 0, the word itself, is what training drops at random. */
export const featuresPerToken = 8;
/** Rows of the embedding table; 0 stands for no feature. */
export const featureCount = 1 << 15;
/** Tokens looked at on each side of a candidate. */
export const windowReach = 3;
/** Window of a candidate: its neighbours, itself in the middle, and last the row of the field's name. */
export const windowSize = 2 * windowReach + 2;

const endOfSentence = new Set(['.', '!', '?', ':', ';', '"', '“']);

/** Writes the features of a token into eight numbers from `at` on. Training and scanning both go through here. */
export function writeTokenFeatures(tokens: readonly Token[], index: number, into: Int32Array, at: number): void {
  const token = tokens[index]?.text ?? '';
  const previous = tokens[index - 1]?.text;
  const lower = token.toLowerCase();
  into[at] = feature('w', lower);
  into[at + 1] = feature('p2', lower.slice(0, 2));
  into[at + 2] = feature('p3', lower.slice(0, 4));
  into[at + 3] = feature('s2', lower.slice(-2));
  into[at + 4] = feature('s3', lower.slice(-3));
  into[at + 5] = feature('s4', lower.slice(-4));
  into[at + 6] = feature('h', shape(token));
  into[at + 7] = feature(
    'b',
    `${previous === undefined ? 'first' : endOfSentence.has(previous) ? 'start' : 'inside'}${index === tokens.length - 1 ? 'last' : ''}${Math.min(token.length, 12)}`,
  );
}

/** The same for the pseudo-token that stands for the field's name and the length of its text. */
export function writeFieldFeatures(
  field: Pick<TextField, 'ownWords' | 'parentWords'>,
  tokenCount: number,
  into: Int32Array,
  at: number,
): void {
  const own = field.ownWords;
  const parent = field.parentWords;
  into[at] = feature('o', own.at(-1) ?? '');
  into[at + 1] = feature('o', own.at(-2) ?? '');
  into[at + 2] = feature('o', own.at(-3) ?? '');
  into[at + 3] = feature('oo', own.slice(-2).join(' '));
  into[at + 4] = feature('q', parent.at(-1) ?? '');
  into[at + 5] = feature('q', parent.at(-2) ?? '');
  into[at + 6] = feature('n', own.length === 0 ? 'prose' : String(Math.min(tokenCount, 10)));
  into[at + 7] = feature('oq', `${own.at(-1) ?? ''} ${parent.at(-1) ?? ''}`);
}

function shape(token: string): string {
  return token
    .replace(/\p{Lu}/gu, 'X')
    .replace(/\p{Ll}/gu, 'x')
    .replace(/\p{N}/gu, 'd')
    .replace(/(.)\1{2,}/g, '$1$1');
}

/** FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/) over UTF-16 units, folded into 1 … featureCount - 1. */
function feature(kind: string, value: string): number {
  if (value === '') return 0;
  let hash = 0x811c9dc5;
  for (let index = 0; index < kind.length; index++) hash = Math.imul(hash ^ kind.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ 0x1f, 0x01000193);
  for (let index = 0; index < value.length; index++) hash = Math.imul(hash ^ value.charCodeAt(index), 0x01000193);
  hash ^= hash >>> 15;
  return ((hash >>> 0) % (featureCount - 1)) + 1;
}
