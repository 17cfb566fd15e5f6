import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RunRemains } from './remove-run.ts';
import type { WatchMessage } from './watch-run.ts';

/** A process that removes what the run leaves when the harness is killed. Disposed of, it ends and removes nothing. */
export interface RunWatcher extends Disposable {
  /** Says what there is to be removed from now on. */
  watch(remains: RunRemains): void;
  /** A program that makes things for the run: it is killed first. `ended` takes it back. */
  started(pid: number): void;
  ended(pid: number): void;
}

/** Starts the process, detached, so that neither Ctrl-C nor the end of a terminal reaches it. */
export function startRunWatcher(): RunWatcher {
  const child = spawn(process.execPath, [fileURLToPath(new URL('watch-run.ts', import.meta.url))], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  });
  const { stdin } = child;
  child.unref();
  (stdin as unknown as { unref?: () => void }).unref?.();
  // Without it a run goes on; what a killed one leaves then is for npm run clean.
  child.on('error', () => undefined);
  stdin.on('error', () => undefined);
  const say = (message: WatchMessage) => void stdin.write(`${JSON.stringify(message)}\n`);
  return {
    watch: (remains) => say({ type: 'remains', remains }),
    started: (pid) => say({ type: 'started', pid }),
    ended: (pid) => say({ type: 'ended', pid }),
    [Symbol.dispose]() {
      say({ type: 'released' });
      stdin.end();
    },
  };
}
