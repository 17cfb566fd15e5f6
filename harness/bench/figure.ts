/** One measured thing, beside the real one where that could be had. */
export interface Figure {
  readonly what: string;
  readonly ours: number;
  /** Of the real one in the same run; undefined where it was not at hand. */
  readonly real: number | undefined;
  readonly unit: 'ms' | 'MB' | '/s';
  /** What the project wants of it, and whether that holds; undefined where it wants nothing in particular. */
  readonly goal: { readonly text: string; readonly isMet: boolean } | undefined;
}
