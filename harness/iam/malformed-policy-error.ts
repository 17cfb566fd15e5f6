/** A policy document that AWS would refuse. */
export class MalformedPolicyError extends Error {
  override readonly name = 'MalformedPolicyError';
  readonly code = 'MalformedPolicyDocument';
  /** Where the document is wrong and what is expected there; AWS's own words, the message, do not say. */
  readonly detail: string;

  constructor(message: string, detail: string) {
    super(message);
    this.detail = detail;
  }
}
