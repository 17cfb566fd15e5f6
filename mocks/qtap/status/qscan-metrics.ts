import type { SamplingCounters } from '../../../harness/sampling/sampler.ts';
import { type MetricFamily, type MetricSample, prometheusText } from '../../prometheus-text.ts';
import { unknowns } from '../unknowns.ts';

const prefix = 'qtap_system_qscan_';

/** The qscan plugin's metrics, summed over its instances (reference, qtap-plugins.md section 1, "Body, store, metrics"). */
export class QscanMetrics {
  readonly #samplers: Readonly<SamplingCounters>[] = [];
  readonly #stored = { success: 0, error: 0 };
  readonly #sizes = unknowns.storedSizeBuckets.map((limit) => ({ limit, count: 0 }));
  #sizeSum = 0;

  /** Counts an instance's decisions from now on; those of instances that are gone stay. */
  observe(counters: Readonly<SamplingCounters>): void {
    this.#samplers.push(counters);
  }

  /** `success` says that the store was handed the document, not that it took it. */
  stored(status: 'success' | 'error', size = 0): void {
    this.#stored[status]++;
    if (status === 'error') return;
    this.#sizeSum += size;
    for (const bucket of this.#sizes) if (size <= bucket.limit) bucket.count++;
  }

  /** Prometheus text format, version 0.0.4. */
  render(): string {
    const sum = (read: (counters: Readonly<SamplingCounters>) => number) =>
      this.#samplers.reduce((total, counters) => total + read(counters), 0);
    return prometheusText([
      counter('scans_attempted_total', 'Exchanges that reached the plugin.', [{ value: sum((all) => all.attempted) }]),
      counter('scans_sampled_total', 'Exchanges that were sampled.', [
        { labels: { reason: 'baseline' }, value: sum((all) => all.sampled.baseline) },
        { labels: { reason: 'rate' }, value: sum((all) => all.sampled.rate) },
      ]),
      counter('scans_not_sampled_total', 'Exchanges that were not sampled.', [{ value: sum((all) => all.notSampled) }]),
      counter('scans_stored_total', 'Documents handed to the object store.', [
        { labels: { status: 'success' }, value: this.#stored.success },
        { labels: { status: 'error' }, value: this.#stored.error },
      ]),
      {
        name: `${prefix}scans_stored_size_bytes`,
        type: 'histogram',
        help: 'Size of stored documents.',
        samples: [
          ...this.#sizes.map(({ limit, count }) => bucket(String(limit), count)),
          bucket('+Inf', this.#stored.success),
          { suffix: '_sum', value: this.#sizeSum },
          { suffix: '_count', value: this.#stored.success },
        ],
      },
      counter('cache_operations_total', 'Look-ups of sampling counters.', [
        { labels: { operation: 'hit' }, value: sum((all) => all.cacheHits) },
        { labels: { operation: 'miss' }, value: sum((all) => all.cacheMisses) },
      ]),
    ]);
  }
}

function counter(name: string, help: string, samples: readonly MetricSample[]): MetricFamily {
  return { name: `${prefix}${name}`, type: 'counter', help, samples };
}

function bucket(le: string, value: number): MetricSample {
  return { suffix: '_bucket', labels: { le }, value };
}
