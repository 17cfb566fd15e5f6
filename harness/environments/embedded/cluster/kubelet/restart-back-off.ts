const initial = 10_000;
const longest = 300_000;

/**
 * The delays between restarts of one container: none before the first, then 10 s, 20 s, 40 s up to 5 min; forgotten after
 * ten minutes without a crash. Source: the kubelet's `MaxContainerBackOff` and client-go's `flowcontrol.Backoff`.
 */
export class RestartBackOff {
  #delay = 0;

  /** Nominal milliseconds to wait after an instance that lived for `lifetime` milliseconds. */
  next(lifetime: number): number {
    if (lifetime > 2 * longest) this.#delay = 0;
    const delay = this.#delay;
    this.#delay = Math.min(delay ? delay * 2 : initial, longest);
    return delay;
  }
}

/** As Go prints a duration of whole seconds: `10s`, `1m20s`, `5m0s`. */
export function goDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
