import type { EntityType } from '../entities/entity-type.ts';
import type { TextRange } from './text-range.ts';

/** A value of one of the ten types in a text. Offsets are Unicode code points, end exclusive. */
export interface EntitySpan extends TextRange {
  readonly type: EntityType;
}
