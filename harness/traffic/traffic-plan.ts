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
  /** Empty: it is sent without one. */
  readonly contentType: string;
  /** As a reader of the text has it, once decompressed; what is no UTF-8 stands as U+FFFD. */
  readonly body: string;
  /** What is sent where that is not `body` in UTF-8; in base64. */
  readonly sent?: string | undefined;
  readonly contentEncoding?: string | undefined;
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
  /** How far the clock of the run is ahead of the machine's from here on, in ms: a day that traffic does not wait for. Default 0. */
  readonly clockAhead?: number | undefined;
}

/**
 * All traffic of a run, known before a byte is sent. Exchanges with the same host and path are sent one after the other,
 * in the order of the list; those of different endpoints side by side, unless the whole plan is to be kept in order.
 */
export interface TrafficPlan {
  readonly seed: number;
  readonly fakerVersion: string;
  readonly exchanges: readonly PlannedExchange[];
  /** All exchanges one after the other, whatever their endpoint. Default false. */
  readonly inOrder?: boolean | undefined;
}
