import { setTimeout as wait } from 'node:timers/promises';

/** Milliseconds between two looks. */
const glance = 50;

/** Looks again and again until there is something to see, which it answers with. Rejects when the signal aborts. */
export async function until<T>(look: () => Promise<T | undefined>, signal: AbortSignal): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    const seen = await look();
    if (seen !== undefined) return seen;
    await wait(glance, undefined, { signal });
  }
}
