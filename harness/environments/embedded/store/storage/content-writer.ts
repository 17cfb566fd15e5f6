import type { BodySink } from '../payload/verify-body.ts';
import type { Content } from './content.ts';

/** Takes the bytes of one content. Ends with `finish` or `abandon`; nothing is left after the latter. */
export interface ContentWriter extends BodySink {
  /** The content, not yet held by anyone. */
  finish(): Promise<Content>;
  abandon(): Promise<void>;
}
