import type { BodySource } from '../entities/body-source.ts';
import type { EntityType } from '../entities/entity-type.ts';

/** A value of a known type that the plan put into a body; what a finding is matched with. */
export interface PlantedValue {
  readonly type: EntityType;
  readonly value: string;
  readonly source: BodySource;
  /** As `fieldPath` writes it. */
  readonly path: string;
}

export interface PlannedMessage {
  readonly contentType: string;
  readonly body: string;
}

export interface PlannedExchange {
  /** Unique in a plan; travels as header `x-request-id`. Holds nothing planted. */
  readonly id: string;
  readonly method: string;
  /** Host name of the upstream, which is the name of its Service. */
  readonly host: string;
  /** With its query. */
  readonly path: string;
  /** Sent beside those that every request has. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly request: PlannedMessage;
  readonly response: PlannedMessage & { readonly status: number };
  readonly planted: readonly PlantedValue[];
}

/**
 * All traffic of a run, known before a byte is sent. Exchanges with the same host and path are sent one after the other,
 * in the order of the list; those of different endpoints side by side.
 */
export interface TrafficPlan {
  readonly seed: number;
  readonly fakerVersion: string;
  readonly exchanges: readonly PlannedExchange[];
}
