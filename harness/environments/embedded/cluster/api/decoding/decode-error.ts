import type { Json } from '../objects/json.ts';
import type { Schema } from '../openapi/schema.ts';

/** What the value should have been, where only its type is wrong. */
interface Mismatch {
  readonly type: Schema['type'];
  readonly goType: string;
  readonly found: Json;
}

/** A value that Go would not decode; the message is Go's own. */
export class DecodeError extends Error {
  readonly mismatch: Mismatch | undefined;

  constructor(message: string, mismatch?: Mismatch) {
    super(message);
    this.mismatch = mismatch;
  }
}
