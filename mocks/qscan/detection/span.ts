import type { EntityType } from '../../../harness/entities/entity-type.ts';
import type { ScorePart } from './score-part.ts';

/** A value found in a field's text: UTF-16 offsets, end exclusive. */
export interface Span {
  readonly type: EntityType;
  /** 0 to 1. */
  readonly score: number;
  readonly start: number;
  readonly end: number;
  /** What the score is the sum of. Asked for by a person alone, so nothing is worked out before. */
  readonly explain?: () => readonly ScorePart[];
}
