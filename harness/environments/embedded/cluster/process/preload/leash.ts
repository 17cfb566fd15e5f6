import { isMainThread } from 'node:worker_threads';

/** Variable that marks the process the harness started itself; its children do not get it. */
export const leashVariable = 'POD_LEASH';

/** Value of the variable for process 1 of a container, which signals end only when it handles them. */
export const firstProcess = 'first';

/**
 * Ends this process and its group when the harness is gone, even killed: then its end of the IPC channel closes. The channel
 * alone keeps no process running.
 */
export function holdLeash(): void {
  if (!isMainThread || process.env[leashVariable] === undefined) return;
  if (process.env[leashVariable] === firstProcess) {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
  }
  delete process.env[leashVariable];
  if (process.connected) process.once('disconnect', endGroup);
  else endGroup();
  process.channel?.unref();
}

function endGroup(): void {
  process.kill(-process.pid, 'SIGKILL');
}
