import { formatPosition, type SourcePosition } from './source-position.ts';

/** Something the user handed in cannot be read or used: a wrong flag, a missing file, broken YAML. The CLI exits with 2. */
export class InputError extends Error {
  override readonly name: string = 'InputError';
  readonly position: SourcePosition | undefined;

  /** `message` is one sentence that says what is wrong and what to do; `position` is put in front of it. */
  constructor(message: string, position?: SourcePosition) {
    super(position === undefined ? message : `${formatPosition(position)}: ${message}`);
    this.position = position;
  }
}
