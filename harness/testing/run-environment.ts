import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { EnvironmentAccess } from '../cli/environment-access.ts';
import { projectPath } from '../project-paths.ts';

/** `npm run environment` in a process of its own. */
export interface RunningEnvironment extends AsyncDisposable {
  readonly access: EnvironmentAccess;
  readonly pid: number;
}

/** Starts an environment and waits until it says how to reach it. Throws when it ends before. */
export async function runEnvironment(flags: readonly string[] = []): Promise<RunningEnvironment> {
  const program = projectPath('harness/cli/environment.ts');
  const child = spawn(process.execPath, [program, '--json', ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const [line] = (await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended])) as [unknown];
  if (typeof line !== 'string') throw new Error(`npm run environment ended with ${line}: run it by itself to see why.`);
  return {
    access: JSON.parse(line) as EnvironmentAccess,
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
