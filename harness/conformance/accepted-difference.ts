/** One row of docs/differences.md. */
export interface AcceptedDifference {
  /** `group: case`; `*` stands for any text. */
  readonly case: string;
  /** Where it differs from the record: `embedded`, `kubernetes`, `kubernetes with nodes`, `localstack`, `s3`. */
  readonly environment: string;
  /** What the real one does. */
  readonly real: string;
  /** What this environment does instead. */
  readonly ours: string;
  /** Why that stays, with the source where a document decides. */
  readonly reason: string;
}
