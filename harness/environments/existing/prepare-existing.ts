import { EnvironmentError } from '../../errors/environment-error.ts';

/** A cluster and a bucket that somebody has. Throws `EnvironmentError`: it is still to be built. */
export function prepareExisting(): never {
  throw new EnvironmentError('--environment existing is not there yet: use embedded or kind.');
}
