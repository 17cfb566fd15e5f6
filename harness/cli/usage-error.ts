/** The command line is wrong. `message` says what, and how to write it rightly. The CLI exits with 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
