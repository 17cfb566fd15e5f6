import type { BodySource } from '../../../harness/entities/body-source.ts';
import type { EntityType } from '../../../harness/entities/entity-type.ts';

/** What a scan reports. It holds a hash of the value, never the value. */
export interface Finding {
  readonly type: EntityType;
  /** 0 to 1. */
  readonly score: number;
  readonly source: BodySource;
  /** As `fieldPath` writes it. */
  readonly path: string;
  /** SHA-256 in hex of the substring as it was found in the decoded field. */
  readonly valueHash: string;
}
