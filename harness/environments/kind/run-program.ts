import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

/** A program that could not be started or did not end with 0. */
export class ProgramError extends Error {
  override readonly name = 'ProgramError';
  /** `ENOENT` when the program is not on the PATH. */
  readonly code: number | string | undefined;
  readonly stderr: string;

  constructor(command: string, code: number | string | undefined, stderr: string) {
    super(`${command} ended with ${code}: ${lastLines(stderr)}`);
    this.code = code;
    this.stderr = stderr;
  }
}

export interface ProgramOptions {
  readonly input?: string | Buffer;
  readonly environment?: NodeJS.ProcessEnv;
  /** Where it runs; default this process's own. */
  readonly folder?: string;
  /** Kills the program; the call then rejects with the reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Kills what it started as well, and waits for the end of that: for programs that only write files here. What one asks of Docker
   * is done all the same, and who cleans up must see that it is not yet (`removeRun`).
   */
  readonly wholeGroup?: boolean;
  /** Milliseconds after which it is killed; the call then rejects. */
  readonly timeout?: number;
  /** Each line of standard error as it comes. */
  readonly onLine?: (line: string) => void;
  /** Called with the process as soon as there is one. */
  readonly onStart?: (pid: number) => void;
}

const lines = 12;
const glance = 20;
/** Milliseconds: a container's first process may never clear away what is dead long since. */
const patience = 5000;

/**
 * Runs a program to its end and answers with its standard output. It has a process group of its own: Ctrl-C reaches only the
 * harness, which ends what it started in order. One that is killed is not waited for longer than it lives itself: what it
 * started is left to finish (see `removeRun`). Rejects with `ProgramError`.
 */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<string> {
  const { input, environment, folder, wholeGroup = false, signal, timeout, onLine, onStart } = options;
  signal?.throwIfAborted();
  const limit = timeout === undefined ? undefined : AbortSignal.timeout(timeout);
  const ended = AbortSignal.any([signal, limit].filter((one) => one !== undefined));
  const shown = `${command} ${args.slice(0, 3).join(' ')}`;
  const child = spawn(command, args, {
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    detached: true,
    ...(folder !== undefined && { cwd: folder }),
    ...(environment && { env: { ...process.env, ...environment } }),
  });
  if (child.pid !== undefined) onStart?.(child.pid);
  const kill = () => (wholeGroup ? signalGroup(child.pid, 'SIGKILL') : child.kill('SIGKILL'));
  ended.addEventListener('abort', kill);
  try {
    const { promise, resolve, reject } = Promise.withResolvers<number | string | undefined>();
    child.once('error', reject).once('close', (code, killedBy) => resolve(code ?? killedBy ?? undefined));
    // Its own children may hold the streams open.
    child.once('exit', (_, killedBy) => {
      if (killedBy !== null) resolve(killedBy);
    });
    feed(child, input);
    const chunks: Buffer[] = [];
    const errors: string[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    if (child.stderr) {
      createInterface({ input: child.stderr }).on('line', (line) => {
        errors.push(line);
        onLine?.(line);
      });
    }
    const code = await promise.catch((error: NodeJS.ErrnoException) => {
      throw new ProgramError(shown, error.code, error.message);
    });
    signal?.throwIfAborted();
    if (limit?.aborted) throw new ProgramError(shown, `no answer within ${timeout} ms`, errors.join('\n'));
    if (code !== 0) throw new ProgramError(shown, code, errors.join('\n'));
    return Buffer.concat(chunks).toString();
  } finally {
    ended.removeEventListener('abort', kill);
    if (wholeGroup && ended.aborted) await groupGone(child.pid);
  }
}

/** False when nothing of the group is left. */
function signalGroup(leader: number | undefined, what: NodeJS.Signals | 0): boolean {
  try {
    return leader !== undefined && process.kill(-leader, what);
  } catch {
    return false;
  }
}

async function groupGone(leader: number | undefined): Promise<void> {
  for (const deadline = performance.now() + patience; performance.now() < deadline; await delay(glance)) {
    if (!signalGroup(leader, 0)) return;
  }
}

function feed(child: ChildProcess, input: ProgramOptions['input']): void {
  const { stdin } = child;
  if (stdin === null || input === undefined) return;
  // A program that ends before it has read everything says why on its own.
  stdin.on('error', () => undefined);
  stdin.end(input);
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-lines).join('\n') || 'it said nothing';
}
