import type { JsonObject } from '@bufbuild/protobuf';
import { type EntityType, entityTypes } from '../../../harness/entities/entity-type.ts';

/** What the settings of Qtap's `qscan` plugin say about one artifact, as they travel in its record's summary. */
export interface Monitors {
  /** Types that are monitored. */
  readonly types: readonly EntityType[];
  /** Monitored types whose values the findings document shall hold. */
  readonly valuesOf: readonly EntityType[];
  /** Whether a findings document is kept. */
  readonly recordDocument: boolean;
}

/** Reads a summary: `entity.<TYPE>` is the monitor's `record_value`; all values are strings (reference, artifacts.md section 4). */
export function readMonitors(summary: JsonObject | undefined): Monitors {
  const types = entityTypes.filter((type) => summary?.[`entity.${type}`] !== undefined);
  return {
    types,
    valuesOf: types.filter((type) => summary?.[`entity.${type}`] === 'true'),
    recordDocument: summary?.record_document === 'true',
  };
}
