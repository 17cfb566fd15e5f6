import type { Snapshot, StoreReference } from '../../harness/snapshot/snapshot.ts';
import { errorText, type Log } from './log.ts';
import type { CapturedExchange, Plugin } from './plugins/captured-exchange.ts';
import { createPlugin } from './plugins/create-plugin.ts';
import { PluginPanic } from './plugins/plugin-panic.ts';
import type { QscanOptions } from './plugins/qscan.ts';
import { createEventSink } from './pulse/create-event-sink.ts';
import { discardEvents, type Event, type EventSink } from './pulse/event-sink.ts';
import { ArtifactWriter } from './stores/artifact-writer.ts';
import { createObjectStore, type StoreContext } from './stores/create-object-store.ts';
import { noStore } from './stores/object-store.ts';

export interface TapContext extends StoreContext, Pick<QscanOptions, 'now' | 'draw' | 'metrics'> {
  readonly log: Log;
}

const mostPendingUploads = 256;

/** What a snapshot makes of exchanges: its stores, its stacks of plugins, and which stack an exchange goes through. */
export class Tap {
  readonly snapshot: Snapshot;
  readonly #context: TapContext;
  /** By id; the first also under the empty id. */
  readonly #sinks: ReadonlyMap<string, EventSink>;
  readonly #writers = new Map<string, ArtifactWriter>();
  readonly #stacks = new Map<string, readonly Plugin[]>();

  private constructor(snapshot: Snapshot, context: TapContext, sinks: ReadonlyMap<string, EventSink>) {
    this.snapshot = snapshot;
    this.#context = context;
    this.#sinks = sinks;
    this.#createWriters();
    const parts = { ...context, events: sinks.get('') ?? discardEvents, writers: this.#writers };
    for (const [name, { plugins }] of snapshot.stacks) {
      this.#stacks.set(
        name,
        plugins.flatMap((plugin) => createPlugin(plugin, parts) ?? []),
      );
    }
  }

  /** Initialises the services; one that cannot be is logged and missing. */
  static async create(snapshot: Snapshot, context: TapContext): Promise<Tap> {
    const sinks = new Map<string, EventSink>();
    for (const [index, store] of snapshot.eventStores.entries()) {
      context.log.info('initializing service factory', { service: 'eventstore', id: store.id, type: store.type });
      try {
        const sink = await createEventSink(store, context);
        sinks.set(store.id, sink);
        if (index === 0) sinks.set('', sink);
      } catch (error) {
        const fields = { service: 'eventstore', id: store.id, type: store.type, error: errorText(error) };
        context.log.error('failed to initialize service factory', fields);
      }
    }
    return new Tap(snapshot, context, sinks);
  }

  get congested(): boolean {
    return [...this.#sinks.values()].some((sink) => sink.congested) || this.#pendingUploads > mostPendingUploads;
  }

  capture(exchange: CapturedExchange): void {
    const { endpoints, httpStack } = this.snapshot.tap;
    const override = endpoints.find(({ domain }) => domain === exchange.endpointId)?.httpStack;
    for (const plugin of this.#stacks.get(override || httpStack) ?? []) {
      try {
        plugin.handle(exchange);
      } catch (error) {
        if (!(error instanceof PluginPanic)) throw error;
        this.#context.log.error('plugin panicked', { error: errorText(error), request_id: exchange.requestId });
      }
    }
  }

  /** Sends an event of the agent's own to the default event store. */
  report(event: Event): void {
    this.#sinks.get('')?.send(event);
  }

  /** Finishes uploads, then sends their records. */
  async close(): Promise<void> {
    for (const plugin of [...this.#stacks.values()].flat()) plugin.destroy?.();
    await Promise.all([...this.#writers.values()].map((writer) => writer.idle()));
    await Promise.all([...new Set(this.#sinks.values())].map((sink) => sink.close()));
  }

  get #pendingUploads(): number {
    return [...this.#writers.values()].reduce((sum, { pending }) => sum + pending, 0);
  }

  #createWriters(): void {
    const { log } = this.#context;
    const { objectStores } = this.snapshot;
    if (objectStores.length === 0)
      this.#writers.set('', new ArtifactWriter({ store: noStore, events: discardEvents, log }));
    for (const [index, settings] of objectStores.entries()) {
      const fields = { service: 'objectstore', id: settings.id, type: settings.type };
      log.info('initializing service factory', fields);
      try {
        const store = createObjectStore(settings, this.#context);
        const writer = new ArtifactWriter({ store, events: this.#sinkOf(settings.eventStore), log });
        this.#writers.set(settings.id, writer);
        if (index === 0) this.#writers.set('', writer);
      } catch (error) {
        log.error('failed to initialize service factory', { ...fields, error: errorText(error) });
      }
    }
  }

  #sinkOf({ id, disabled }: StoreReference): EventSink {
    return (disabled ? undefined : this.#sinks.get(id)) ?? discardEvents;
  }
}
