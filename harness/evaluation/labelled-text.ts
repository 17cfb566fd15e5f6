import type { TextRange } from './text-range.ts';

/** A value as a set marks it, under the set's own name for its type. Offsets are Unicode code points, end exclusive. */
export interface Label extends TextRange {
  readonly name: string;
}

/** One text of a labelled set. */
export interface LabelledText {
  readonly text: string;
  readonly labels: readonly Label[];
}

/** A file of a set: shortfalls are told by source. */
export interface Source {
  readonly file: string;
  readonly texts: readonly LabelledText[];
}

/** What is scored together: a type that a set never labels is not scored on it. */
export interface LabelledSet {
  readonly name: string;
  readonly sources: readonly Source[];
}
