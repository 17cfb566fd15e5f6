import { exitCode } from './exit-code.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Calls back at the first signal that asks the process to end; a second one ends it at once, pods with it. */
export function onInterrupt(callback: () => void): Disposable {
  let asked = false;
  const listener = () => {
    if (asked) process.exit(exitCode.interrupted);
    asked = true;
    callback();
  };
  for (const signal of signals) process.on(signal, listener);
  return {
    [Symbol.dispose]() {
      for (const signal of signals) process.off(signal, listener);
    },
  };
}
