/** Who an access key belongs to. */
export interface Principal {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Twelve digits. Buckets belong to an account; another account's principals may not touch them. */
  readonly accountId: string;
  /** `arn:aws:iam::<account>:user/<name>` or `arn:aws:iam::<account>:root`. */
  readonly arn: string;
}

export interface AuthorizationRequest {
  readonly accessKeyId: string;
  /** For example `s3:PutObject`. */
  readonly action: string;
  /** For example `arn:aws:s3:::bucket/key`; `*` where an action knows no resource. */
  readonly resource: string;
  /** Condition keys of the request, for example `s3:prefix`; names in any case. */
  readonly context: Readonly<Record<string, string>>;
}

export type AuthorizationDecision =
  | { readonly allowed: true }
  /** `reason` is the message that S3 puts into its `AccessDenied`. */
  | { readonly allowed: false; readonly reason: string };

/** What the store asks of identity management: whose key this is, and what its owner may do. */
export interface Accounts {
  find(accessKeyId: string): Principal | undefined;
  authorize(request: AuthorizationRequest): AuthorizationDecision;
}
