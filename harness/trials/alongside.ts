import type { Scene, Trial } from './trial.ts';

/**
 * Does something while the traffic goes through. It is told to stop when everything has been observed: what it has not done by then is not
 * done, and `shows` has to tell. Throws what kept it from being done.
 */
export function alongside(work: (scene: Scene, signal: AbortSignal) => Promise<void>): NonNullable<Trial['during']> {
  return async (scene) => {
    const stop = new AbortController();
    const signal = AbortSignal.any([scene.step.signal, stop.signal]);
    const done = work(scene, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    done.catch(() => undefined);
    return {
      async [Symbol.asyncDispose]() {
        stop.abort();
        await done;
      },
    };
  };
}
