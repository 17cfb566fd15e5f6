/** A part of a text; the end is exclusive. Who declares one says whether it counts code points or UTF-16 units. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}
