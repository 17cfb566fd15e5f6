import { setTimeout as delay } from 'node:timers/promises';
import { type Probe, type ProbeAnswer, probeOnce } from './probe-request.ts';
import type { ProbeTarget } from './probe-target.ts';

export type ProbeKind = 'startup' | 'readiness' | 'liveness';

export interface ProberOptions {
  readonly kind: ProbeKind;
  readonly probe: Probe;
  readonly target: ProbeTarget;
  /** When the container started, in milliseconds since the epoch: its delays count from here. */
  readonly startedAt: number;
  /** No failure counts before this time, for the probe would not have begun on a cluster that keeps real time. */
  readonly countsFrom: number;
  readonly realTime: boolean;
  /** The verdict changed: `passing` by successes, not passing by failures at their own times. */
  readonly onVerdict: (passing: boolean) => void;
  /** A failure that counts, or one that goes on while none can count yet; `text` as in event `Unhealthy`. */
  readonly onFailure: (answer: ProbeAnswer) => void;
}

/** Milliseconds after which a failure is told though none counts yet: who looks on shall not wait for the spec's delays. */
const newsAfter = 1000;

/**
 * One probe of one container instance. Successes count at once; failures count only at `initialDelaySeconds` + n ×
 * `periodSeconds` of real time, n from 1 on: a kubelet's ticks begin at any time within the first period. So a probe may
 * pass earlier than on a real cluster and never fails earlier.
 */
export class Prober {
  readonly #options: ProberOptions;
  readonly #period: number;
  #passing: boolean;
  /** What was told of failures that do not count. */
  #news = '';
  #successes = 0;
  #failures = 0;
  /** Milliseconds that the last probe took. */
  #cost = 0;

  constructor(options: ProberOptions) {
    this.#options = options;
    this.#period = (options.probe.periodSeconds ?? 10) * 1000;
    this.#passing = options.kind === 'liveness';
  }

  get passing(): boolean {
    return this.#passing;
  }

  /** Probes until the signal aborts; a startup probe until it has passed. Never throws. */
  async run(signal: AbortSignal): Promise<void> {
    let next = this.#nextTick(Date.now() - 1);
    while (!signal.aborted) {
      const due = Date.now() >= next;
      const counted = due && next > this.#firstTick();
      if (due || this.#isEager()) {
        const begin = Date.now();
        const answer = await probeOnce(this.#options.probe, this.#options.target, signal);
        if (signal.aborted) return;
        this.#cost = Date.now() - begin;
        this.#judge(answer, counted);
        if (due) next = this.#nextTick(Date.now());
        if (this.#options.kind === 'startup' && this.#passing) return;
      }
      const wait = Math.max(0, next - Date.now());
      await delay(this.#isEager() ? Math.min(wait, this.#eagerInterval()) : wait, undefined, { signal }).catch(
        () => undefined,
      );
    }
  }

  /** In compressed time a probe that does not pass yet is asked often, for a success may come at any moment. */
  #isEager(): boolean {
    return !this.#options.realTime && !this.#passing;
  }

  #eagerInterval(): number {
    const age = Date.now() - this.#options.startedAt;
    // A command takes a process each time: it shall not fill the machine.
    return Math.max(age < 2000 ? 25 : age < 10_000 ? 50 : 250, 4 * this.#cost);
  }

  #firstTick(): number {
    return this.#options.startedAt + (this.#options.probe.initialDelaySeconds ?? 0) * 1000;
  }

  #nextTick(after: number): number {
    const first = this.#firstTick();
    const earliest = Math.max(after + 1, this.#options.countsFrom);
    return first + Math.max(0, Math.ceil((earliest - first) / this.#period)) * this.#period;
  }

  #judge(answer: ProbeAnswer, counted: boolean): void {
    const { probe, onFailure } = this.#options;
    if (answer.result === 'success') {
      this.#failures = 0;
      this.#successes++;
      if (this.#successes >= (probe.successThreshold ?? 1)) this.#decide(true);
    } else {
      this.#successes = 0;
      if (counted && answer.result === 'failure') this.#failures++;
      if (counted || this.#isNews(answer)) onFailure(answer);
      if (this.#failures >= (probe.failureThreshold ?? 3)) this.#decide(false);
    }
  }

  #isNews({ text }: ProbeAnswer): boolean {
    const now = Date.now();
    const nextCount = Math.max(this.#nextTick(now), this.#firstTick() + this.#period);
    if (this.#options.realTime || now - this.#options.startedAt < newsAfter || nextCount - now <= newsAfter)
      return false;
    // A runtime's message has an id of its own each time.
    const news = text.replaceAll(/[0-9a-f]{64}/g, '');
    const isNew = news !== this.#news;
    this.#news = news;
    return isNew;
  }

  #decide(passing: boolean): void {
    // A probe that kills says so every time it reaches its threshold; readiness only when it turns.
    const turned = this.#passing !== passing;
    this.#passing = passing;
    if (turned || (!passing && this.#options.kind !== 'readiness')) this.#options.onVerdict(passing);
  }
}
