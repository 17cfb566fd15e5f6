import type { Content } from './content.ts';

/** Takes the bytes of one content. Ends with `finish` or `abandon`; nothing is left after the latter. */
export interface ContentWriter {
  /** Whether `write` copies, so that its argument is free again when it returns. */
  readonly copies: boolean;
  write(bytes: Buffer): void;
  /** What to await before more is written; undefined where there is room. */
  drained(): Promise<unknown> | undefined;
  /** The content, not yet held by anyone. */
  finish(): Promise<Content>;
  abandon(): Promise<void>;
}
