import { exitCode } from './exit-code.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Ctrl-C reaches a whole process group, and npm hands it on once more: what comes this soon after, in ms, is an echo. */
const echo = 500;

/** How often, in ms, to see whether the npm that started the run is still there: it passes not every signal on. */
const parentCheck = 500;

/** Calls back at the first signal that asks the process to end; a later one ends it at once, pods with it. */
export function onInterrupt(callback: () => void): Disposable {
  let askedAt: number | undefined;
  const ask = () => {
    if (askedAt === undefined) {
      askedAt = performance.now();
      callback();
    } else if (performance.now() - askedAt > echo) process.exit(exitCode.interrupted);
  };
  for (const signal of signals) process.on(signal, ask);

  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.env.npm_lifecycle_event === undefined || process.ppid === parent) return;
    clearInterval(watch);
    ask();
  }, parentCheck).unref();
  return {
    [Symbol.dispose]() {
      clearInterval(watch);
      for (const signal of signals) process.off(signal, ask);
    },
  };
}
