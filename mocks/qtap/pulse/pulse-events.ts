import { setTimeout as delay } from 'node:timers/promises';
import { Code, ConnectError, createClient, type Interceptor } from '@connectrpc/connect';
import { createGrpcTransport } from '@connectrpc/connect-node';
import { EventStoreService } from '../../proto/gen/eventstore/v1/event_store_pb.js';
import type { Durations } from '../durations.ts';
import type { Log } from '../log.ts';
import type { Event, EventSink } from './event-sink.ts';

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
 * again before anything newer, for ever (reference, pulse.md section 4).
 */
export class PulseEvents implements EventSink {
  readonly #options: PulseEventsOptions;
  readonly #client;
  readonly #session = new AbortController();
  #queue: Event[] = [];
  #batch: Event[] = [];
  #sending: Promise<void> | undefined;
  #backingOff = false;
  readonly #tick: NodeJS.Timeout;

  constructor(options: PulseEventsOptions) {
    this.#options = options;
    const authorize: Interceptor = (next) => (request) => {
      request.header.set('authorization', `Bearer ${options.token}`);
      return next(request);
    };
    this.#client = createClient(
      EventStoreService,
      createGrpcTransport({ baseUrl: options.url, interceptors: [authorize] }),
    );
    this.#tick = setInterval(() => this.#flush(), options.durations.eventFlush);
  }

  get congested(): boolean {
    return this.#queue.length > queueSize / 2 && !this.#backingOff;
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
    while (this.#batch.length > 0 && !limit.aborted) {
      const refused = this.#batch;
      this.#flush();
      await this.#sending;
      if (this.#batch === refused) await delay(this.#options.durations.eventFlush);
    }
  }

  /** The reader takes nothing from the queue while a batch is on its way. */
  #drain(): void {
    if (this.#sending !== undefined) return;
    this.#batch.push(...this.#queue.splice(0, Math.max(0, batchSize - this.#batch.length)));
    if (this.#batch.length >= batchSize) this.#flush();
  }

  #flush(): void {
    if (this.#sending !== undefined || this.#batch.length === 0) return;
    this.#sending = this.#send(this.#batch).then((taken) => {
      this.#sending = undefined;
      if (taken) this.#batch = [];
      if (taken || this.#batch.length < batchSize) this.#drain();
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
      return ConnectError.from(error);
    }
  }
}
