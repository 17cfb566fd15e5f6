import { knownFields } from './known-names.ts';
import { createPseudonyms, type Pseudonyms } from './pseudonyms.ts';

/** What one recording shows beside types. */
export interface Redaction {
  readonly pseudonyms: Pseudonyms;
  /** Names that a field of JSON or YAML keeps. */
  readonly fields: ReadonlySet<string>;
}

/** For one recording; `fields` are names that somebody has looked at, beside those of the contract. */
export function createRedaction(fields: readonly string[] = []): Redaction {
  return { pseudonyms: createPseudonyms(), fields: new Set([...knownFields, ...fields]) };
}
