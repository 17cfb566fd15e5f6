/** What `npm run environment -- --json` prints: all that a program needs to use an environment. */
export interface EnvironmentAccess {
  /** A file. */
  readonly kubeconfig: string;
  /** Keys that may do everything. */
  readonly s3: {
    readonly endpoint: string;
    readonly region: string;
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
  };
  readonly edge: {
    /** `host:port`. */
    readonly address: string;
    /** A PEM file. */
    readonly ca: string;
  };
  readonly registrationToken: string;
  /** How agents hear of a new snapshot: a channel of Ably's, with a key that opens it. */
  readonly push: { readonly channel: string; readonly key: string };
}
