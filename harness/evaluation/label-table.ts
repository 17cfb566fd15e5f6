import type { EntityType } from '../entities/entity-type.ts';
import { labelMeaning } from '../entities/label-meaning.ts';

/**
 * Types whose values may stand inside those of another: whether a set marks them there, or a scanner finds them, is a matter of
 * taste, and counts for nothing.
 */
const nested: Readonly<Partial<Record<EntityType, readonly EntityType[]>>> = { STREET_ADDRESS: ['LOCATION'] };

/** The one table of what labels mean. */
export const labelTable = {
  /** Undefined: no counterpart among the ten. */
  meaning: labelMeaning,
  mayNest: (inner: EntityType, outer: EntityType): boolean => nested[outer]?.includes(inner) ?? false,
};
