import type { SourcePosition } from '../errors/source-position.ts';

/** What an expectation says about its evidence. No text of it ever holds a planted value. */
export interface Verdict {
  readonly verdict: 'met' | 'broken';
  /** Short: it stands in a column of a table. */
  readonly expected: string;
  readonly observed: string;
  /** Why it is broken and where to look, in one sentence; of a met one, what should be known beside it. */
  readonly reason?: string | undefined;
  /** Planted values that were found where none may be. */
  readonly leaks?: number;
  /** Lines of at most 74 characters, so that they fit 80 columns with a margin; a sentence may be longer and is wrapped. */
  readonly details: readonly string[];
  /** The lines of the user's files that are to blame. */
  readonly positions?: readonly SourcePosition[];
}
