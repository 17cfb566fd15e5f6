import type { MessageInitShape } from '@bufbuild/protobuf';
import type { EventSchema } from '../../proto/gen/eventstore/v1/event_store_pb.js';

export type Event = NonNullable<MessageInitShape<typeof EventSchema>['event']>;

/** Takes events for an event store. */
export interface EventSink {
  send(event: Event): void;
  /** True while events come faster than they go; the feed is asked to wait. */
  readonly congested: boolean;
  /** Sends what is left, within the product's limit. */
  close(): Promise<void>;
}

/** An event store that is disabled, or of a type that sends nothing to Pulse. */
export const discardEvents: EventSink = { send: () => {}, congested: false, close: async () => {} };
