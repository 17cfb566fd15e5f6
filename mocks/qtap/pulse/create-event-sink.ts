import { resolveValue } from '../../../harness/snapshot/resolve-value.ts';
import type { EventStore } from '../../../harness/snapshot/snapshot.ts';
import type { Durations } from '../durations.ts';
import type { Log } from '../log.ts';
import { discardEvents, type EventSink } from './event-sink.ts';

export interface EventSinkContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly durations: Durations;
  readonly log: Log;
  readonly print: (text: string) => void;
}

const pulseTypes = ['pulse', 'pulse-streaming', 'pulse-legacy'];

/** Makes what the snapshot's event store describes; throws with the product's words where it cannot be initialised. */
export async function createEventSink(store: EventStore, context: EventSinkContext): Promise<EventSink> {
  const { environment, durations, log, print } = context;
  if (store.type === 'stdout') {
    return { ...discardEvents, send: (event) => print(`${event.case}\n`) };
  }
  if (!pulseTypes.includes(store.type)) return discardEvents;

  const token = resolveValue(store.token, environment);
  if (token === '') throw new Error('eventstore token is empty');
  if (!store.url.startsWith('https://')) {
    if (!store.allowInsecure) throw new Error('provide an https:// url or set allow_insecure');
    log.warn('using insecure eventstore connection', { url: store.url });
  }
  // Loaded only here: gRPC is the larger half of the agent's start-up, and an agent without Pulse does without.
  const { PulseEvents } = await import('./pulse-events.ts');
  return new PulseEvents({ url: store.url, token, durations, log });
}
