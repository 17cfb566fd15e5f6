import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { projectPath } from '../project-paths.ts';

export interface CliResult {
  /** Exit code; undefined when a signal ended the process. */
  readonly code: number | undefined;
  readonly output: string;
}

/** Runs `npm run scenario -- ARGS` as a process of its own, without npm, and waits for its end. */
export async function runCli(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<CliResult> {
  const child = spawn(process.execPath, [projectPath('harness/cli/scenario.ts'), ...args], {
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<number | undefined>((resolve) =>
    child.once('close', (code) => resolve(code ?? undefined)),
  );
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { code, output: output + errors };
}
