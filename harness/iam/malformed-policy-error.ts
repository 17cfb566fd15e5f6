/** A policy document that IAM would refuse as `MalformedPolicyDocument`; the message says where it is wrong and what is expected. */
export class MalformedPolicyError extends Error {
  override readonly name = 'MalformedPolicyError';
  readonly code = 'MalformedPolicyDocument';
}
