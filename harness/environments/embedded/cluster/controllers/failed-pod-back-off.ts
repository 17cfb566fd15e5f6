import type { Pace } from '../kubelet/pace.ts';

const initial = 1000;
const longest = 900_000;

/**
 * How long a controller waits before it makes a pod anew that has failed: the first at once, then after 1 s, doubled up to
 * 15 minutes, forgotten after twice that without a failure. Source: `failedPodsBackoff` of kubernetes `pkg/controller/daemon`.
 */
export class FailedPodBackOff {
  readonly #pace: Pace;
  readonly #entries = new Map<string, { delay: number; since: number }>();

  constructor(pace: Pace) {
    this.#pace = pace;
  }

  /** Milliseconds that are still to wait; 0: go on, and the next one waits longer. */
  take(key: string): number {
    const now = Date.now();
    const entry = this.#entries.get(key);
    if (!entry || now - entry.since > this.#pace.backOff(2 * longest)) {
      this.#entries.set(key, { delay: initial, since: now });
      return 0;
    }
    const left = entry.since + this.#pace.backOff(entry.delay) - now;
    if (left > 0) return left;
    this.#entries.set(key, { delay: Math.min(2 * entry.delay, longest), since: now });
    return 0;
  }
}
