/** When to give up waiting, and what to say then. */
interface StateWait {
  readonly signal: AbortSignal;
  /** Completes "awaited …" in the error's sentence. */
  readonly awaited?: string;
}

/** A state that tells when it has changed, so that nobody polls it. */
export interface ObservedState {
  onChange(listener: () => void): Disposable;
  /** Resolves as soon as `predicate` holds, at once or after a change; rejects with what was awaited and the last state. */
  waitFor(predicate: () => boolean, wait: StateWait): Promise<void>;
}

/** `summary` describes the state for the error of a wait in vain: counts, never contents. */
export function createObservedState(summary: () => string): ObservedState & { changed(): void } {
  const listeners = new Set<() => void>();
  return {
    changed() {
      for (const listener of [...listeners]) listener();
    },
    onChange(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    async waitFor(predicate, { signal, awaited = 'a state' }) {
      if (predicate()) return;
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const abort = (): void =>
        reject(new Error(`Awaited ${awaited} in vain; last state: ${summary()}.`, { cause: signal.reason }));
      const listener = (): void => {
        try {
          if (predicate()) resolve();
        } catch (error) {
          reject(error);
        }
      };
      listeners.add(listener);
      signal.addEventListener('abort', abort, { once: true });
      if (signal.aborted) abort();
      try {
        await promise;
      } finally {
        listeners.delete(listener);
        signal.removeEventListener('abort', abort);
      }
    },
  };
}
