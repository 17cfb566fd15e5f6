import { InputError } from '../errors/input-error.ts';
import type { SourcePosition } from '../errors/source-position.ts';

/** A config snapshot that Qtap would refuse as a whole: not YAML, a value of the wrong type, or invalid by its own rules. */
export class SnapshotError extends InputError {
  /** One sentence without the position. */
  readonly reason: string;
  override readonly position: SourcePosition;

  constructor(reason: string, position: SourcePosition) {
    super(reason, position);
    this.reason = reason;
    this.position = position;
  }
}
