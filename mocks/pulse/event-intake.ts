import type { Caller } from '../../harness/edge/exchange.ts';
import { type Event, EventSchema } from '../proto/gen/eventstore/v1/event_store_pb.js';
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
  /** Takes a batch whole or, when required fields are enforced and missing, not at all: then returns what was wrong. */
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
      const found = batch.flatMap((event) => faults(event).map((text) => ({ text, orgId, caller })));
      violations.push(...found);
      if (found.length > 0 && settings.requiredFields === 'enforce') return found;
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

function faults({ event }: Event): string[] {
  if (event.case === undefined) return ['Event.event holds no known kind'];
  const schema = schemas.get(event.case);
  if (schema === undefined) return [];
  return missingRequiredFields(schema, event.value).map((field) => `${field} is required`);
}
