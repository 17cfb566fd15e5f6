import type { SamplingCounters } from '../../../harness/sampling/sampler.ts';
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
    return [
      ...counter('scans_attempted_total', 'Exchanges that reached the plugin.', [['', sum((all) => all.attempted)]]),
      ...counter('scans_sampled_total', 'Exchanges that were sampled.', [
        ['{reason="baseline"}', sum((all) => all.sampled.baseline)],
        ['{reason="rate"}', sum((all) => all.sampled.rate)],
      ]),
      ...counter('scans_not_sampled_total', 'Exchanges that were not sampled.', [['', sum((all) => all.notSampled)]]),
      ...counter('scans_stored_total', 'Documents handed to the object store.', [
        ['{status="success"}', this.#stored.success],
        ['{status="error"}', this.#stored.error],
      ]),
      ...heading('scans_stored_size_bytes', 'Size of stored documents.', 'histogram'),
      ...this.#sizes.map(({ limit, count }) => `${prefix}scans_stored_size_bytes_bucket{le="${limit}"} ${count}`),
      `${prefix}scans_stored_size_bytes_bucket{le="+Inf"} ${this.#stored.success}`,
      `${prefix}scans_stored_size_bytes_sum ${this.#sizeSum}`,
      `${prefix}scans_stored_size_bytes_count ${this.#stored.success}`,
      ...counter('cache_operations_total', 'Look-ups of sampling counters.', [
        ['{operation="hit"}', sum((all) => all.cacheHits)],
        ['{operation="miss"}', sum((all) => all.cacheMisses)],
      ]),
      '',
    ].join('\n');
  }
}

function counter(name: string, help: string, series: readonly (readonly [labels: string, value: number])[]): string[] {
  return [...heading(name, help, 'counter'), ...series.map(([labels, value]) => `${prefix}${name}${labels} ${value}`)];
}

function heading(name: string, help: string, type: string): string[] {
  return [`# HELP ${prefix}${name} ${help}`, `# TYPE ${prefix}${name} ${type}`];
}
