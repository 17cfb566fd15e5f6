import { hash } from 'node:crypto';
import type { JsonObject } from '@bufbuild/protobuf';
import { errorText, type Log } from '../log.ts';
import type { EventSink } from '../pulse/event-sink.ts';
import { timestamp } from '../pulse/timestamp.ts';
import type { ObjectStore } from './object-store.ts';

export interface Artifact {
  readonly type: string;
  readonly bytes: Buffer;
  readonly contentType: string;
  readonly requestId: string;
  readonly connectionId: string;
  readonly endpointId: string;
  readonly tags: readonly string[];
  readonly summary: JsonObject;
}

/** Uploads artifacts, and tells the store's event store of each after it is stored, never before. */
export class ArtifactWriter {
  readonly #options: { readonly store: ObjectStore; readonly events: EventSink; readonly log: Log };
  readonly #pending = new Set<Promise<void>>();

  constructor(options: { readonly store: ObjectStore; readonly events: EventSink; readonly log: Log }) {
    this.#options = options;
  }

  /** Uploads that are not finished. */
  get pending(): number {
    return this.#pending.size;
  }

  /** Returns at once; what fails is logged and lost. */
  write(artifact: Artifact): void {
    const done = this.#store(artifact).finally(() => this.#pending.delete(done));
    this.#pending.add(done);
  }

  /** Resolves when all uploads are finished, well or not. */
  async idle(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  async #store({ bytes, contentType, ...artifact }: Artifact): Promise<void> {
    const { store, events, log } = this.#options;
    const digest = hash('sha1', bytes);
    let url: string | undefined;
    try {
      url = await store.put({ bytes, contentType, artifactType: artifact.type, digest });
    } catch (error) {
      const { type, requestId } = artifact;
      log.error('failed to put artifact', { error: errorText(error), digest, type, request_id: requestId });
      return;
    }
    log.debug('artifact stored', { digest, type: artifact.type });
    if (url === undefined) return;
    const { type, requestId, connectionId, endpointId, tags, summary } = artifact;
    events.send({
      case: 'artifact',
      value: {
        timestamp: timestamp(),
        type,
        digest,
        url,
        requestId,
        connectionId,
        endpointId,
        summary,
        tags: [...tags],
      },
    });
  }
}
