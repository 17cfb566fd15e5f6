import { InputError } from '../errors/input-error.ts';

/** The files hold nothing that a trial's mistake, or a story's setting, could be made in. */
export class NothingToEdit extends InputError {
  override readonly name = 'NothingToEdit';
}
