import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What each program answers at once; docker only where its daemon does. */
const questions = {
  aws: ['--version'],
  curl: ['--version'],
  docker: ['info'],
  go: ['version'],
  helm: ['version'],
  kind: ['version'],
  kubectl: ['version', '--client'],
  openssl: ['version'],
} as const;

export type Program = keyof typeof questions;

/**
 * Path of the first such program on the PATH that runs: one of somebody else's may be there without being ours to start.
 * Undefined when there is none.
 */
export function findProgram(program: Program): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((file) => existsSync(file) && spawnSync(file, questions[program], { timeout: 20_000 }).status === 0);
}
