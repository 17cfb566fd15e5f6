/** Changes the text of one file. Throws where it does not find what it changes. */
export type Edit = (text: string) => string;

/** A mistake that a user can make, and what a run must say of it: the same in every environment that can show it. */
export interface Fault {
  readonly title: string;
  /** What is changed in which file of a copy of the fixtures. */
  readonly edits: Readonly<Record<string, Edit>>;
  readonly flags?: readonly string[];
  readonly code?: number;
  /** The sentence that names the cause. */
  readonly says: RegExp;
  /** The file and the text of the line that it points at. */
  readonly points: readonly [file: string, line: string];
  /** It is found while the files are read: no cluster is made for it. */
  readonly isFoundBefore?: true;
  /** On kind it is tried with `FAULTS=all` only: agents or store tell it, the same code on either cluster, or it takes a minute there. */
  readonly isLeftOutOnKind?: true;
}
