import { setTimeout as delay } from 'node:timers/promises';
import { Code, ConnectError, createClient, type Interceptor } from '@connectrpc/connect';
import { createGrpcTransport } from '@connectrpc/connect-node';
import { EventStoreService } from '../../proto/gen/eventstore/v1/event_store_pb.js';
import type { Durations } from '../durations.ts';
import type { Log } from '../log.ts';
import type { Event, EventSink } from './event-sink.ts';
import { WatchedSession } from './watched-session.ts';

const batchSize = 1000;
const queueSize = 1024;
const retryable = new Set([
  Code.Unknown,
  Code.DeadlineExceeded,
  Code.ResourceExhausted,
  Code.Aborted,
  Code.Unavailable,
]);

export interface PulseEventsOptions {
  readonly url: string;
  readonly token: string;
  readonly durations: Durations;
  readonly log: Log;
}

/**
 * Sends events to Pulse by gRPC, in order: in batches of 1000 or what a second brings. A batch that is refused is kept and sent
 * again before anything newer, for ever, while newer events pile up without a bound (reference, pulse.md section 4).
 */
export class PulseEvents implements EventSink {
  readonly #options: PulseEventsOptions;
  readonly #client;
  readonly #connection: WatchedSession;
  readonly #session = new AbortController();
  /** What the reader has not taken yet. */
  #queue: Event[] = [];
  /** What the reader took and has not sent yet: up to a batch, and without a bound behind a retained one. */
  #taken: Event[] = [];
  #retained: readonly Event[] | undefined;
  #sending: Promise<void> | undefined;
  #backingOff = false;
  readonly #tick: NodeJS.Timeout;

  constructor(options: PulseEventsOptions) {
    this.#options = options;
    const authorize: Interceptor = (next) => (request) => {
      request.header.set('authorization', `Bearer ${options.token}`);
      return next(request);
    };
    this.#connection = new WatchedSession(options.url);
    this.#client = createClient(
      EventStoreService,
      createGrpcTransport({ baseUrl: options.url, interceptors: [authorize], sessionManager: this.#connection }),
    );
    this.#tick = setInterval(() => this.#flush(), options.durations.eventFlush);
  }

  /** Never behind a Pulse that refuses or cannot be reached: the traffic of the node does not depend on it. */
  get congested(): boolean {
    return this.#queue.length > queueSize / 2 && !this.#backingOff && this.#retained === undefined;
  }

  send(event: Event): void {
    if (this.#queue.length >= queueSize) {
      this.#options.log.error('event store queue is full; discarding request');
      return;
    }
    this.#queue.push(event);
    this.#drain();
  }

  async close(): Promise<void> {
    clearInterval(this.#tick);
    const limit = AbortSignal.timeout(this.#options.durations.limits.shutdown);
    limit.addEventListener('abort', () => this.#session.abort());
    await this.#sending;
    while (!limit.aborted) {
      this.#flush();
      if (this.#sending === undefined) return;
      await this.#sending;
      if (this.#retained !== undefined) await delay(this.#options.durations.eventFlush);
    }
  }

  /** The reader takes nothing from the queue while a batch is on its way. */
  #drain(): void {
    if (this.#sending !== undefined) return;
    const room = this.#retained === undefined ? Math.max(0, batchSize - this.#taken.length) : queueSize;
    this.#taken.push(...this.#queue.splice(0, room));
    if (this.#taken.length >= batchSize && this.#retained === undefined) this.#flush();
  }

  #flush(): void {
    if (this.#sending !== undefined) return;
    const batch = this.#retained ?? this.#taken.splice(0, batchSize);
    if (batch.length === 0) return;
    this.#sending = this.#send(batch).then((taken) => {
      this.#sending = undefined;
      this.#retained = taken ? undefined : batch;
      this.#drain();
    });
  }

  async #send(batch: readonly Event[]): Promise<boolean> {
    const { durations, log } = this.#options;
    const { first, most, giveUpAfter } = durations.eventBackoff;
    const events = batch.map((event) => ({ event }));
    const started = Date.now();
    try {
      for (let wait = first; ; wait = Math.min(wait * 2, most)) {
        const error = await this.#attempt(events);
        if (error === undefined) return true;
        if (!retryable.has(error.code)) {
          log.error('permanent error sending batch; retaining batch', { code: Code[error.code], events: batch.length });
          return false;
        }
        if (Date.now() - started + wait > giveUpAfter || this.#session.signal.aborted) {
          log.error('failed to send batch; retaining for retry', { code: Code[error.code], events: batch.length });
          return false;
        }
        log.warn('retryable error sending batch', { code: Code[error.code], events: batch.length });
        this.#backingOff = true;
        await delay(wait * (0.9 + Math.random() * 0.2));
      }
    } finally {
      this.#backingOff = false;
    }
  }

  async #attempt(events: { event: Event }[]): Promise<ConnectError | undefined> {
    try {
      await this.#client.ingestBatch(
        { events },
        { timeoutMs: this.#options.durations.limits.eventAttempt, signal: this.#session.signal },
      );
      return undefined;
    } catch (error) {
      const told = ConnectError.from(error);
      // Node closes the streams of a connection that ends with CANCEL. Qtap's client says unavailable (connect-go, duplex_http_call.go).
      const isCut = told.code === Code.Canceled && this.#connection.hasEnded && !this.#session.signal.aborted;
      return isCut ? new ConnectError('the connection ended', Code.Unavailable) : told;
    }
  }
}
