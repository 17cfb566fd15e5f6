import { isExpectedRace } from './is-expected-race.ts';

/**
 * Calls `reconcile` once for each key that was added since, in a later turn of the event loop, so that a burst of watch
 * events costs one pass. A pass that lost a race against another writer runs again; any other failure goes to `onError`.
 */
export class WorkQueue implements Disposable {
  readonly #reconcile: (key: string) => void;
  readonly #onError: (error: unknown) => void;
  readonly #keys = new Set<string>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #races = new Map<string, number>();
  #turn: NodeJS.Immediate | undefined;
  #disposed = false;

  constructor(reconcile: (key: string) => void, onError: (error: unknown) => void) {
    this.#reconcile = reconcile;
    this.#onError = onError;
  }

  add(key: string): void {
    if (this.#disposed) return;
    this.#keys.add(key);
    this.#turn ??= setImmediate(() => this.#drain());
  }

  /** Adds `key` after `milliseconds`; a later call for the same key replaces an earlier one. */
  addAfter(key: string, milliseconds: number): void {
    if (this.#disposed) return;
    clearTimeout(this.#timers.get(key));
    // Longer than a timer can be is as good as never for a run.
    const timer = setTimeout(() => this.add(key), Math.min(Math.max(milliseconds, 0), 2 ** 31 - 1));
    this.#timers.set(key, timer);
  }

  #drain(): void {
    this.#turn = undefined;
    const keys = [...this.#keys];
    this.#keys.clear();
    for (const key of keys) {
      if (this.#disposed) return;
      try {
        this.#reconcile(key);
        this.#races.delete(key);
      } catch (error) {
        if (isExpectedRace(error)) this.#retry(key);
        else this.#onError(error);
      }
    }
  }

  #retry(key: string): void {
    const races = this.#races.get(key) ?? 0;
    this.#races.set(key, races + 1);
    this.addAfter(key, Math.min(5 * 2 ** races, 1000));
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    this.#keys.clear();
    if (this.#turn) clearImmediate(this.#turn);
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }
}
