/** Who an access key belongs to. */
export interface Principal {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Twelve digits. Buckets belong to an account; another account's principals need that account's leave. */
  readonly accountId: string;
  /** `arn:aws:iam::<account>:user/<name>` or `arn:aws:iam::<account>:root`. */
  readonly arn: string;
}

/** Condition keys of a request, for example `s3:prefix`, names in any case; a list for a key of several values. */
export type ConditionValues = Readonly<Record<string, string | readonly string[]>>;

export interface AuthorizationRequest {
  /** Undefined for a request that nobody signed. */
  readonly accessKeyId: string | undefined;
  /** For example `s3:PutObject`. */
  readonly action: string;
  /** For example `arn:aws:s3:::bucket/key`; `*` where an action knows no resource. */
  readonly resource: string;
  readonly context: ConditionValues;
  /** Whose the bucket is, and its policy as it was put; undefined where the request is on none. */
  readonly bucket?: { readonly accountId: string; readonly policy: string | undefined };
}

export type AuthorizationDecision =
  | { readonly allowed: true }
  /** `reason` is the message that S3 puts into its `AccessDenied`. */
  | { readonly allowed: false; readonly reason: string };

/** What the store asks of identity management: whose key this is, and what its owner may do. */
export interface Accounts {
  find(accessKeyId: string): Principal | undefined;
  authorize(request: AuthorizationRequest): AuthorizationDecision;
  /** Reads a policy before a bucket of this ARN takes it. Throws an `Error` whose message is S3's of `MalformedPolicy`. */
  checkBucketPolicy(document: string, bucketArn: string): { readonly isPublic: boolean };
}
