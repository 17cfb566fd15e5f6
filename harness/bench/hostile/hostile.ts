import { execFile } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { promisify } from 'node:util';
import { hostileBodies } from '../../../mocks/qscan/detection/testing/hostile-bodies.ts';
import { projectPath } from '../../project-paths.ts';
import type { HostileFigures } from './hostile-figures.ts';

const run = promisify(execFile);
const goal = { seconds: 2, megabytes: 256 };

/** Bodies made to hurt, each scanned once in a process of its own. Linux only. */
export async function benchHostile(): Promise<void> {
  const { model = 'unknown CPU' } = cpus()[0] ?? {};
  console.log(`${model}, one scanner, Node ${process.versions.node}, load ${loadavg()[0]?.toFixed(1)} at the start`);
  console.log(`goal: at most ${goal.seconds} s and ${goal.megabytes} MB above the idle scanner, with a verdict`);
  let missed = 0;
  for (const { name } of hostileBodies) {
    const { stdout } = await run(process.execPath, [projectPath('harness/bench/hostile/hostile-once.ts'), name]);
    const { wallMs, cpuMs, peakMb, findings, verdict } = JSON.parse(stdout) as HostileFigures;
    const isMet = wallMs <= goal.seconds * 1000 && peakMb <= goal.megabytes;
    if (!isMet) missed++;
    const figures = `${wallMs.toFixed(0).padStart(6)} ms  CPU ${cpuMs.toFixed(0).padStart(5)} ms ${peakMb.toFixed(0).padStart(5)} MB`;
    console.log(`  ${name.padEnd(46)}${figures}  ${findings} findings, ${verdict}${isMet ? '' : '  MISSED'}`);
  }
  console.log(`${hostileBodies.length - missed} of ${hostileBodies.length} within the goal`);
}
