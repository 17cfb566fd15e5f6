import type { EntityType } from '../../entities/entity-type.ts';
import type { Random } from '../../random/random.ts';
import type { BodyDraft, Planting } from '../bodies/body-draft.ts';
import { plant } from '../bodies/body-draft.ts';

/**
 * One address that the traffic goes to. One fixed path per host, without query and numbers: only so does an exact sampling
 * count follow (reference, qtap-plugins.md, "Key classifier") where endpoints are sent side by side.
 */
export interface Endpoint {
  /** Name of the upstream's Service. */
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly request: (random: Random) => BodyDraft;
  readonly response: (random: Random) => BodyDraft;
  /** As `PlannedExchange.clockAhead`. */
  readonly clockAhead?: number;
}

/** A place to plant a value in a share of the exchanges; left out in the others. */
export function sometimes(random: Random, probability: number, type: EntityType): Planting | undefined {
  return random.chance(probability) ? plant(type) : undefined;
}
