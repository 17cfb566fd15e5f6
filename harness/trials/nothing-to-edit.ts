/** The files hold nothing that a trial's mistake could be made in. */
export class NothingToEdit extends Error {
  override readonly name = 'NothingToEdit';
}
