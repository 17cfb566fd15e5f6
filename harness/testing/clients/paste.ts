import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { projectPath } from '../../project-paths.ts';

/** A command that runs in a shell of its own; disposing of it ends all that it started. */
export interface Pasted extends AsyncDisposable {
  /** Resolves when standard output holds the text; rejects when the command ends without it. */
  shows(text: string): Promise<void>;
  readonly result: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
}

/** Runs a command as a person does who pastes it: in the project's folder, after the variables that the environment printed. */
export function paste(output: string, command: string, environment: Readonly<Record<string, string>> = {}): Pasted {
  const [, variables] = /^ {2}\. (\S+)$/m.exec(output) ?? [];
  const shell = spawn('sh', ['-c', `. ${variables}\n${command}`], {
    cwd: projectPath('.'),
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const said = { stdout: '', stderr: '' };
  shell.stdout.setEncoding('utf8').on('data', (chunk: string) => (said.stdout += chunk));
  shell.stderr.setEncoding('utf8').on('data', (chunk: string) => (said.stderr += chunk));
  const result = once(shell, 'close').then(([code]) => ({ code: code as number | null, ...said }));
  const ended = result.then(() => 'ended' as const);
  return {
    result,
    async shows(text) {
      while (!said.stdout.includes(text)) {
        if ((await Promise.race([once(shell.stdout, 'data'), ended])) === 'ended') break;
      }
      if (!said.stdout.includes(text)) throw new Error(`Ended, never showed "${text}": ${said.stdout}${said.stderr}`);
    },
    async [Symbol.asyncDispose]() {
      // The shell leads a group: what it started outlives it otherwise.
      if (shell.exitCode === null && shell.pid !== undefined) process.kill(-shell.pid, 'SIGKILL');
      await result;
    },
  };
}
