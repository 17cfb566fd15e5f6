import type { ProbeAnswer } from './probe-request.ts';
import type { ProbeTarget } from './probe-target.ts';
import { type ProbeKind, Prober } from './prober.ts';

export interface ContainerProbesOptions {
  readonly target: ProbeTarget;
  readonly startedAt: number;
  readonly realTime: boolean;
  /** Readiness or being started changed. */
  readonly onChange: () => void;
  /** A failure for event `Unhealthy`. */
  readonly onFailure: (kind: ProbeKind, answer: ProbeAnswer) => void;
  /** Liveness or startup failed for good: the container has to go. */
  readonly onKill: (kind: ProbeKind) => void;
}

/** The three probes of a running container: readiness and liveness begin when startup has passed. */
export class ContainerProbes implements Disposable {
  readonly #options: ContainerProbesOptions;
  readonly #stop = new AbortController();
  #readiness: Prober | undefined;
  #started: boolean;

  constructor(options: ContainerProbesOptions) {
    this.#options = options;
    const { startupProbe } = options.target.container;
    this.#started = !startupProbe;
    if (startupProbe) this.#begin('startup', options.startedAt);
    else this.#beginOthers(options.startedAt);
  }

  get started(): boolean {
    return this.#started;
  }

  get ready(): boolean {
    return this.#started && (this.#readiness?.passing ?? true);
  }

  #begin(kind: ProbeKind, countsFrom: number): Prober | undefined {
    const { target, startedAt, realTime, onChange, onFailure, onKill } = this.#options;
    const probe = target.container[`${kind}Probe`];
    if (!probe) return undefined;
    const prober = new Prober({
      kind,
      probe,
      target,
      startedAt,
      countsFrom,
      realTime,
      onVerdict: (passing) => {
        if (kind === 'startup' && passing) this.#beginOthers(this.#nominalStart());
        if (kind !== 'readiness' && !passing) onKill(kind);
        onChange();
      },
      onFailure: (answer) => onFailure(kind, answer),
    });
    void prober.run(this.#stop.signal);
    return prober;
  }

  #beginOthers(countsFrom: number): void {
    this.#started = true;
    this.#readiness = this.#begin('readiness', countsFrom);
    this.#begin('liveness', countsFrom);
  }

  /** When the startup probe would have been asked on a cluster that keeps real time. */
  #nominalStart(): number {
    const { startedAt, target } = this.#options;
    const { initialDelaySeconds = 0, periodSeconds = 10 } = target.container.startupProbe ?? {};
    const first = startedAt + initialDelaySeconds * 1000;
    const periods = Math.max(0, Math.ceil((Date.now() - first) / (periodSeconds * 1000)));
    return first + periods * periodSeconds * 1000;
  }

  [Symbol.dispose](): void {
    this.#stop.abort();
  }
}
