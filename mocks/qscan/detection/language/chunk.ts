import type { TextField } from '../fields/text-field.ts';
import type { Token } from './tokenise.ts';

/** A stretch of a field that the model sees at once. */
export interface Chunk {
  readonly field: TextField;
  /** Words of the names above the text, as they are put in front of it. */
  readonly context: readonly string[];
  readonly tokens: readonly Token[];
}
