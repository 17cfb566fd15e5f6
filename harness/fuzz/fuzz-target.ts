import type { Random } from '../random/random.ts';

/** Where the Edge under test listens, with whom it speaks, in a process of its own. */
export interface EdgeAddress {
  /** On 127.0.0.1, TLS and plain text. */
  readonly port: number;
  /** PEM. */
  readonly ca: string;
  readonly token: string;
  /** Of the push channel. */
  readonly ablyKey: string;
}

/** What must not come of a frame; its message says what did. */
export class FuzzViolation extends Error {
  override readonly name = 'FuzzViolation';
}

/** Sends frames to one thing. */
export interface FuzzSession extends AsyncDisposable {
  /**
   * Sends the frame that a source of chance gives, and resolves with what came of it, in a word or two. Rejects with
   * `FuzzViolation` for what must not come of any frame.
   */
  send(random: Random): Promise<string>;
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
  open(edge: EdgeAddress): Promise<FuzzSession>;
}
