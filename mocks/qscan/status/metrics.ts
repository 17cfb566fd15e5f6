import type { EntityType } from '../../../harness/entities/entity-type.ts';
import { type MetricFamily, type MetricSample, prometheusText } from '../../prometheus-text.ts';

/** Counters of the worker; own names, since those of the real one are not public (reference, qscan-worker.md section 6). */
export class Metrics {
  readonly #polls = new Map<'job' | 'empty' | 'error', number>();
  readonly #jobs = new Map<'success' | 'error', number>();
  readonly #findings = new Map<EntityType, number>();
  #scanSeconds = 0;
  #scannedBytes = 0;
  #inProgress = 0;

  polled(outcome: 'job' | 'empty' | 'error'): void {
    this.#polls.set(outcome, (this.#polls.get(outcome) ?? 0) + 1);
  }

  /** Counts a job as in progress until the result is disposed. */
  jobInProgress(): Disposable {
    this.#inProgress++;
    return { [Symbol.dispose]: () => void this.#inProgress-- };
  }

  jobDone(result: 'success' | 'error'): void {
    this.#jobs.set(result, (this.#jobs.get(result) ?? 0) + 1);
  }

  scanned(seconds: number, bytes: number, types: Iterable<EntityType>): void {
    this.#scanSeconds += seconds;
    this.#scannedBytes += bytes;
    for (const type of types) this.#findings.set(type, (this.#findings.get(type) ?? 0) + 1);
  }

  /** Prometheus text format, version 0.0.4. */
  text(): string {
    return prometheusText([
      counter('qscan_polls_total', 'Calls of GetNextJob by outcome.', by('outcome', this.#polls)),
      counter('qscan_jobs_total', 'Jobs that were reported to Pulse, by result.', by('result', this.#jobs)),
      counter(
        'qscan_findings_total',
        'Findings by entity type, after the monitors.',
        by('entity_type', this.#findings),
      ),
      counter('qscan_scan_seconds_total', 'Time that scanners worked, in seconds.', [{ value: this.#scanSeconds }]),
      counter('qscan_scanned_bytes_total', 'Bytes of objects that were scanned.', [{ value: this.#scannedBytes }]),
      {
        name: 'qscan_jobs_in_progress',
        type: 'gauge',
        help: 'Jobs taken and not yet reported.',
        samples: [{ value: this.#inProgress }],
      },
    ]);
  }
}

function counter(name: string, help: string, samples: readonly MetricSample[]): MetricFamily {
  return { name, type: 'counter', help, samples };
}

function by(label: string, values: ReadonlyMap<string, number>): MetricSample[] {
  return [...values].map(([key, value]) => ({ labels: { [label]: key }, value }));
}
