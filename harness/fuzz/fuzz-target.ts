/** What must not come of a frame; its message says what did. */
export class FuzzViolation extends Error {
  override readonly name = 'FuzzViolation';
}

/** Sends frames to one thing, which runs in a process of its own. */
export interface FuzzSession extends AsyncDisposable {
  /**
   * Sends the frame of a seed, and resolves with what came of it, in a word or two. Rejects with `FuzzViolation` for what must
   * not come of any frame.
   */
  send(seed: number): Promise<string>;
  /** Resolves when what is under test answers; rejects, with its last words, when its process has ended. */
  alive(): Promise<void>;
}

/** Something that takes frames from strangers. */
export interface FuzzTarget {
  readonly name: string;
  /** Completes "frames for …". */
  readonly what: string;
  /** How many of a hundred frames it gets. */
  readonly share: number;
  /** How many frames are under way at a time. */
  readonly atOnce: number;
  /** Rejects with `EnvironmentError` when it does not start, or refuses what is not broken. */
  start(): Promise<FuzzSession>;
}
