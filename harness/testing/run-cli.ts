import { type ChildProcess, spawn } from 'node:child_process';
import { projectPath } from '../project-paths.ts';

export interface CliResult {
  /** Exit code; undefined when a signal ended the process. */
  readonly code: number | undefined;
  readonly output: string;
}

/** The CLI as a process of its own, without npm. */
export interface RunningCli {
  readonly process: ChildProcess;
  /** Resolves when the output, of either kind, holds the text; rejects when the process ends without it. */
  shows(text: string): Promise<void>;
  /** Standard output so far. */
  readonly shown: string;
  /** Exit code; undefined when a signal ended the process. Needs nobody to read the output. */
  readonly exit: Promise<number | undefined>;
  readonly result: Promise<CliResult>;
}

/** Starts `npm run COMMAND -- ARGS`. */
export function startCli(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  command: 'scenario' | 'environment' | 'doctor' | 'clean' | 'record' | 'contract' | 'evaluate' | 'scan' = 'scenario',
): RunningCli {
  const child = spawn(process.execPath, [projectPath(`harness/cli/${command}.ts`), ...args], {
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<number | undefined>((resolve) =>
    child.once('close', (code) => resolve(code ?? undefined)),
  );
  let seen = '';
  let errors = '';
  const waiting = new Set<() => void>();
  const lookAgain = () => {
    for (const look of [...waiting]) look();
  };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    seen += chunk;
    lookAgain();
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk;
    lookAgain();
  });
  return {
    process: child,
    get shown() {
      return seen;
    },
    shows: (wanted) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!seen.includes(wanted) && !errors.includes(wanted)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        void exited.then((code) => reject(new Error(`Ended with ${code}, never showed "${wanted}": ${seen}${errors}`)));
        look();
      }),
    exit: new Promise((resolve) => child.once('exit', (code) => resolve(code ?? undefined))),
    result: exited.then((code) => ({ code, output: seen + errors })),
  };
}

/** Runs `npm run scenario -- ARGS` to its end. */
export function runCli(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<CliResult> {
  return startCli(args, environment).result;
}
