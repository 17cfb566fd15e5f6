import { Sampler, type SamplerOptions } from '../../../harness/sampling/sampler.ts';
import type { QscanSettings } from '../../../harness/snapshot/snapshot.ts';
import type { Log } from '../log.ts';
import type { QscanMetrics } from '../status/qscan-metrics.ts';
import type { ArtifactWriter } from '../stores/artifact-writer.ts';
import { unknowns } from '../unknowns.ts';
import type { CapturedExchange, Plugin } from './captured-exchange.ts';
import { scanInput } from './scan-input.ts';

const largestInput = 1_048_576;

export interface QscanOptions extends Pick<SamplerOptions, 'now' | 'draw'> {
  readonly settings: QscanSettings;
  /** Undefined where the store is missing. */
  readonly writer: ArtifactWriter | undefined;
  readonly metrics: QscanMetrics;
  readonly log: Log;
}

/** Samples exchanges and stores what QScan shall scan (reference, qtap-plugins.md section 1). */
export class QscanPlugin implements Plugin {
  readonly #options: QscanOptions;
  readonly #sampler: Sampler;
  readonly #summary: Record<string, string>;
  #clockAhead = 0;

  constructor(options: QscanOptions) {
    const { settings, now, draw, metrics, log } = options;
    this.#options = options;
    this.#sampler = new Sampler({ config: settings.sampling, now: () => now() + this.#clockAhead, draw });
    metrics.observe(this.#sampler.counters);
    this.#summary = {
      verbose: String(settings.verbose),
      record_document: String(settings.recordDocument),
      qscan_cloud: String(settings.qscanCloud),
      ...Object.fromEntries(settings.monitors.map(({ type, recordValue }) => [`entity.${type}`, String(recordValue)])),
    };
    log.debug('new plugin instance created', { plugin: 'qscan' });
  }

  destroy(): void {
    this.#options.log.debug('plugin destroyed', { plugin: 'qscan' });
  }

  handle(exchange: CapturedExchange): void {
    this.#clockAhead = Math.max(this.#clockAhead, exchange.clockAhead ?? 0);
    if (!this.#sampler.decide(exchange.address).sampled) return;
    const { writer, metrics, log } = this.#options;
    const bytes = scanInput(exchange);
    if (bytes === undefined) {
      log.debug('no request or response data to scan', { request_id: exchange.requestId });
      return;
    }
    if (bytes.length > largestInput) {
      log.warn('qscan request is too large, skipping', { size: bytes.length, request_id: exchange.requestId });
      return;
    }
    if (writer === undefined) {
      const id = this.#options.settings.objectStoreId;
      log.error('failed to get object store', { plugin: 'qscan', id, request_id: exchange.requestId });
      metrics.stored('error');
      return;
    }
    writer.write({
      type: unknowns.qscanArtifactType,
      bytes,
      contentType: 'application/json',
      requestId: exchange.requestId,
      connectionId: exchange.connectionId,
      endpointId: exchange.endpointId,
      tags: exchange.process.tags,
      summary: this.#summary,
    });
    metrics.stored('success', bytes.length);
  }
}
