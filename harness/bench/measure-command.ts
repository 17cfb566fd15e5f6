import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { projectPath } from '../project-paths.ts';
import { treeMemory } from './tree-memory.ts';

/** What one run of a command took. */
export interface Sample {
  readonly seconds: number;
  /** Highest sum of PSS seen, bytes. */
  readonly peak: number;
  readonly processes: number;
}

const sampleEvery = 50;

/** Runs a command to its end and watches the memory of everything it starts. Throws when it fails. */
export async function measureCommand(command: string, args: readonly string[]): Promise<Sample> {
  const startedAt = performance.now();
  const child: ChildProcess = spawn(command, args, { cwd: projectPath('.'), stdio: 'ignore' });
  const exited = once(child, 'exit');
  let peak = 0;
  let processes = 0;
  const sampler = setInterval(() => {
    const now = treeMemory(child.pid ?? 0);
    peak = Math.max(peak, now.pss);
    processes = Math.max(processes, now.processes);
  }, sampleEvery);
  const [code] = await exited;
  clearInterval(sampler);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}: run it by itself to see why.`);
  return { seconds: (performance.now() - startedAt) / 1000, peak, processes };
}
