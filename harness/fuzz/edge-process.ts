import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { EnvironmentError } from '../errors/environment-error.ts';
import type { EdgeAddress } from './fuzz-target.ts';

/** The Edge in a process of its own, so that its end is seen. */
export interface EdgeProcess extends AsyncDisposable {
  readonly address: EdgeAddress;
  /** Rejects when the process ends before it is disposed of, with what it wrote last. */
  readonly crashed: Promise<never>;
}

/** What of its standard error is told. */
const lastWords = 4000;

/** Starts `edge-program.ts`. Throws `EnvironmentError` when it does not start. */
export async function startEdgeProcess(): Promise<EdgeProcess> {
  const program = fileURLToPath(new URL('edge-program.ts', import.meta.url));
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-lastWords);
  });
  child.stdin.on('error', () => undefined);
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const crashed = ended.then(([code, signal]): never => {
    throw new Error(`the Edge's process ended with ${signal ?? `code ${code}`}: ${errors.trim()}`);
  });
  crashed.catch(() => undefined);
  const line = once(createInterface({ input: child.stdout }), 'line') as Promise<[string]>;
  const first = await Promise.race([line, crashed]).catch((error: Error) => {
    throw new EnvironmentError(error.message);
  });
  return {
    address: JSON.parse(first[0]) as EdgeAddress,
    crashed,
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await ended;
    },
  };
}
