import { toJson } from '@bufbuild/protobuf';
import type { Caller } from '../../harness/edge/exchange.ts';
import { type Event, EventSchema } from '../proto/gen/eventstore/v1/event_store_pb.js';
import { type Artifact, ArtifactSchema } from '../proto/gen/qpoint/type/v1/artifact_pb.js';
import { missingRequiredFields } from './required-fields.ts';
import type { PulseSettings } from './settings.ts';

/** `event` of the wire message: `case` is the kind, `value` the message. */
type EventValue = Exclude<Event['event'], { case: undefined }>;
export type EventKind = EventValue['case'];

type IngestedEvents = {
  [Kind in EventKind]: {
    readonly kind: Kind;
    readonly value: Extract<EventValue, { case: Kind }>['value'];
    readonly orgId: string;
    readonly caller: Caller | undefined;
    /** Milliseconds, on Pulse's clock. */
    readonly at: number;
  };
};

/** An event that Pulse accepted. `kind` tells the type of `value`. */
export type IngestedEvent<Kind extends EventKind = EventKind> = IngestedEvents[Kind];

/** Something in an event that the wire contract forbids. */
export interface Violation {
  /** As `Artifact.connection_id is required`; names fields, never holds a value. */
  readonly text: string;
  readonly orgId: string;
  readonly caller: Caller | undefined;
}

export interface EventIntake {
  /**
   * Takes a batch whole or not at all, and then returns what was wrong: an artifact that no client of JSON could be handed as a
   * job, or a required field that is missing while those are enforced.
   */
  take(batch: readonly Event[], from: { orgId: string; caller: Caller | undefined; at: number }): Violation[];
  events(): readonly IngestedEvent[];
  violations(): readonly Violation[];
}

const schemas = new Map(EventSchema.fields.map((field) => [field.localName, field.message]));

export function createEventIntake(settings: PulseSettings, accepted: (event: IngestedEvent) => void): EventIntake {
  const events: IngestedEvent[] = [];
  const violations: Violation[] = [];

  return {
    take(batch, { orgId, caller, at }) {
      const violation = (text: string): Violation => ({ text, orgId, caller });
      const missing = batch.flatMap(missingFields).map(violation);
      const unwritable = batch.flatMap(unwritableParts).map(violation);
      violations.push(...unwritable, ...missing);
      const refused = settings.requiredFields === 'enforce' ? [...unwritable, ...missing] : unwritable;
      if (refused.length > 0) return refused;
      for (const { event } of batch) {
        if (event.case === undefined) continue;
        const ingested = { kind: event.case, value: event.value, orgId, caller, at } as IngestedEvent;
        events.push(ingested);
        accepted(ingested);
      }
      return [];
    },
    events: () => events.slice(),
    violations: () => violations.slice(),
  };
}

function missingFields({ event }: Event): string[] {
  if (event.case === undefined) return ['Event.event holds no known kind'];
  const schema = schemas.get(event.case);
  if (schema === undefined) return [];
  return missingRequiredFields(schema, event.value).map((field) => `${field} is required`);
}

/** Binary messages can hold what JSON cannot, and a job goes to pollers of either: it would fail at each of them, for ever. */
function unwritableParts({ event }: Event): string[] {
  return event.case !== 'artifact' || isJson(event.value)
    ? []
    : ['Artifact holds what JSON cannot (NaN, Infinity, a time out of range)'];
}

function isJson(artifact: Artifact): boolean {
  try {
    toJson(ArtifactSchema, artifact);
    return true;
  } catch {
    return false;
  }
}
