/** One thing in which a mock's answer is another than the recorded one. */
export interface Difference {
  readonly kind: 'status' | 'code' | 'header' | 'trailer' | 'body' | 'field';
  /** Name of a header or trailer, or path of a field; empty where the kind says it. */
  readonly at: string;
  /** As both had it; undefined: not there. */
  readonly recorded: string | undefined;
  readonly mock: string | undefined;
}
