/** A file does not declare one scenario of its name, so nothing of it runs. */
export class DeclarationError extends Error {
  override readonly name = 'DeclarationError';
}
