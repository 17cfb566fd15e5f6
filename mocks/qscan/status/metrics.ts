import type { EntityType } from '../../../harness/entities/entity-type.ts';

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
    return [
      ...family('qscan_polls_total', 'counter', 'Calls of GetNextJob by outcome.', 'outcome', this.#polls),
      ...family('qscan_jobs_total', 'counter', 'Jobs that were reported to Pulse, by result.', 'result', this.#jobs),
      ...family(
        'qscan_findings_total',
        'counter',
        'Findings by entity type, after the monitors.',
        'entity_type',
        this.#findings,
      ),
      ...family(
        'qscan_scan_seconds_total',
        'counter',
        'Time that scanners worked, in seconds.',
        undefined,
        new Map([['', this.#scanSeconds]]),
      ),
      ...family(
        'qscan_scanned_bytes_total',
        'counter',
        'Bytes of objects that were scanned.',
        undefined,
        new Map([['', this.#scannedBytes]]),
      ),
      ...family(
        'qscan_jobs_in_progress',
        'gauge',
        'Jobs taken and not yet reported.',
        undefined,
        new Map([['', this.#inProgress]]),
      ),
      '',
    ].join('\n');
  }
}

function family(
  name: string,
  type: string,
  help: string,
  label: string | undefined,
  values: ReadonlyMap<string, number>,
): string[] {
  const samples = [...values].map(
    ([key, value]) => `${name}${label === undefined ? '' : `{${label}="${key}"}`} ${value}`,
  );
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...samples];
}
