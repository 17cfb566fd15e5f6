/** One reason for a score. It quotes words of our own lists, never the text that was scanned. */
export interface ScorePart {
  readonly reason: string;
  /** What it adds to the score. */
  readonly score: number;
}
