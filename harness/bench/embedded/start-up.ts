import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { projectPath } from '../../project-paths.ts';

const run = promisify(execFile);

/** Milliseconds from the call to the first answer of API server and store, each in a process of its own, imports aside. */
export async function startUp(rounds: number): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const { stdout } = await run(process.execPath, [projectPath('harness/bench/embedded/start-up-once.ts')]);
    times.push(Number(stdout));
  }
  return times;
}
