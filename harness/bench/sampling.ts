import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { projectPath } from '../project-paths.ts';
import { median } from './median.ts';
import { treeMemory } from './tree-memory.ts';

interface Sample {
  readonly seconds: number;
  /** Highest sum of PSS seen, bytes. */
  readonly peak: number;
  readonly processes: number;
}

const sampleEvery = 50;

/** Runs a command to its end and watches the memory of everything it starts. Throws when it fails. */
async function measure(command: string, args: readonly string[]): Promise<Sample> {
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

/** `npm run scenario sampling` against `npm run`'s own cost, in turn, so that a drifting machine moves both. */
export async function benchSampling(rounds = 5): Promise<void> {
  const idle: Sample[] = [];
  const scenario: Sample[] = [];
  for (let round = 0; round < rounds; round++) {
    idle.push(await measure('npm', ['run', 'scenario', '--', '--help']));
    scenario.push(await measure('npm', ['run', 'scenario', 'sampling']));
    process.stdout.write(`round ${round + 1} of ${rounds}: ${scenario.at(-1)?.seconds.toFixed(2)} s\n`);
  }
  const seconds = scenario.map((sample) => sample.seconds);
  const help = median(idle.map((sample) => sample.seconds));
  const peak = Math.max(...scenario.map((sample) => sample.peak)) / 1e6;
  console.log(
    `npm run scenario sampling: median ${median(seconds).toFixed(2)} s, most ${Math.max(...seconds).toFixed(2)} s`,
  );
  console.log(`  ${(median(seconds) / help).toFixed(1)} times npm run scenario -- --help (${help.toFixed(2)} s)`);
  console.log(`  peak memory, sum of PSS over ${scenario[0]?.processes} processes: ${peak.toFixed(0)} MB`);
}
