/** The environment itself could not be set up; says nothing about what is under test. The CLI exits with 3. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}
