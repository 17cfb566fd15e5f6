/** Status of every code that IAM and STS answer with here. Source: IAM API reference, "Common Errors" and each action's. */
const statuses = {
  AccessDenied: 403,
  DeleteConflict: 409,
  EntityAlreadyExists: 409,
  IncompleteSignature: 400,
  InternalFailure: 500,
  InvalidAction: 400,
  InvalidClientTokenId: 403,
  LimitExceeded: 409,
  MalformedPolicyDocument: 400,
  NoSuchEntity: 404,
  RequestEntityTooLarge: 413,
  SignatureDoesNotMatch: 403,
  ValidationError: 400,
} as const;

/** A refusal as IAM words it. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  readonly code: keyof typeof statuses;
  readonly status: number;

  constructor(code: keyof typeof statuses, message: string) {
    super(message);
    this.code = code;
    this.status = statuses[code];
  }
}
