import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { EnvironmentError } from '../errors/environment-error.ts';

/** A program of this folder that says a line when it is ready, and answers each line with a line. */
export interface FuzzProcess extends AsyncDisposable {
  /** What it said first. */
  readonly ready: string;
  /** Its answer to a line. Rejects when the process ends before, with what it wrote last. */
  ask(line: string): Promise<string>;
}

/** What of its standard error is told. */
const lastWords = 4000;

/** Starts a program. Disposed of, it is killed: one that loops hears nothing. Throws `EnvironmentError` when it does not start. */
export async function startProcess(program: string, args: readonly string[] = []): Promise<FuzzProcess> {
  const file = fileURLToPath(new URL(program, import.meta.url));
  const child = spawn(process.execPath, [file, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-lastWords);
  });
  child.stdin.on('error', () => undefined);
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const ended = closed.then(([code, signal]): never => {
    throw new Error(`the process under test ended with ${signal ?? `code ${code}`}: ${errors.trim()}`);
  });
  ended.catch(() => undefined);
  const waiting: ((line: string) => void)[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.(line));
  const next = () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    waiting.push(resolve);
    return Promise.race([promise, ended]);
  };
  const ready = await next().catch((error: Error) => {
    throw new EnvironmentError(error.message);
  });
  return {
    ready,
    ask(line) {
      child.stdin.write(`${line}\n`);
      return next();
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await closed;
    },
  };
}
