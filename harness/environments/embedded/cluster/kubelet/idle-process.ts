import type { ContainerProcess } from '../process/container-process.ts';

/** What runs in a container without a program: nothing, until it is told to stop, as `pause` does. */
export function startIdleProcess(): ContainerProcess {
  const { promise, resolve } = Promise.withResolvers<Awaited<ContainerProcess['exited']>>();
  return {
    pid: 0,
    exited: promise,
    kill: (signal) => resolve(signal === 'SIGKILL' ? { exitCode: null, signal } : { exitCode: 0, signal: null }),
  };
}
