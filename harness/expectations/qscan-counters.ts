import type { PodMetrics } from './evidence.ts';
import { metricSamples } from './metric-samples.ts';

/** Counters of Qtap's qscan plugin, summed over pods (reference, qtap-plugins.md, "Body, store, metrics"). */
export interface QscanCounters {
  readonly attempted: number;
  readonly baseline: number;
  readonly rate: number;
  readonly notSampled: number;
  readonly stored: number;
  readonly storeErrors: number;
  readonly cacheOperations: number;
}

const prefix = 'qtap_system_qscan_';

/** Undefined: no page has a counter of the plugin. */
export function qscanCounters(pages: readonly PodMetrics[]): QscanCounters | undefined {
  const samples = pages.flatMap(({ text }) => metricSamples(text)).filter(({ name }) => name.startsWith(prefix));
  if (samples.length === 0) return undefined;
  const sum = (name: string, label?: string, value?: string) =>
    samples
      .filter((sample) => sample.name === prefix + name && (label === undefined || sample.labels[label] === value))
      .reduce((total, sample) => total + sample.value, 0);
  return {
    attempted: sum('scans_attempted_total'),
    baseline: sum('scans_sampled_total', 'reason', 'baseline'),
    rate: sum('scans_sampled_total', 'reason', 'rate'),
    notSampled: sum('scans_not_sampled_total'),
    stored: sum('scans_stored_total', 'status', 'success'),
    storeErrors: sum('scans_stored_total', 'status', 'error'),
    cacheOperations: sum('cache_operations_total'),
  };
}
