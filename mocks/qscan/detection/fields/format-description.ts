/** What `docs/detection.md` says of a format. */
export interface FormatDescription {
  /** Also its step in a path: a string that is JSON is `$.name.json()`. */
  readonly name: string;
  /** How it is known. */
  readonly known: string;
  /** What a path means. */
  readonly paths: string;
  /** A body with it, and all its fields. */
  readonly example: {
    readonly contentType: string | undefined;
    readonly body: string;
    readonly paths: readonly string[];
  };
}
