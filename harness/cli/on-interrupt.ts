import { exitCode } from './exit-code.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Ctrl-C reaches a whole process group, and npm hands it on once more: what comes this soon after, in ms, is an echo. */
const echo = 500;

/** Calls back at the first signal that asks the process to end; a later one ends it at once, pods with it. */
export function onInterrupt(callback: () => void): Disposable {
  let askedAt: number | undefined;
  const listener = () => {
    if (askedAt === undefined) {
      askedAt = performance.now();
      callback();
    } else if (performance.now() - askedAt > echo) process.exit(exitCode.interrupted);
  };
  for (const signal of signals) process.on(signal, listener);
  return {
    [Symbol.dispose]() {
      for (const signal of signals) process.off(signal, listener);
    },
  };
}
