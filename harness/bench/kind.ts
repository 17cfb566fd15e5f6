import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { projectPath } from '../project-paths.ts';
import { median } from './median.ts';

const scenario = ['run', 'scenario', 'sampling', '--'];
const kind = ['--environment', 'kind'];

/** Seconds that it may take on two cores. */
const goals = { cold: 60, kept: 15 };

/**
 * The sampling scenario on kind: cold, then on a kept cluster, in turn with the embedded one. Needs what `npm run doctor` asks for,
 * and that no kept cluster runs beside the cold one (`npm run clean`). The kept cluster stays.
 */
export async function benchKind(rounds = 3): Promise<void> {
  // Nothing looks at the machine meanwhile: sampling memory would take a fourth of a core from the run.
  const seconds = async (...flags: string[]) => {
    const startedAt = performance.now();
    await promisify(execFile)('npm', [...scenario, ...flags], { cwd: projectPath('.') });
    return (performance.now() - startedAt) / 1000;
  };
  const say = (text: string) => process.stdout.write(`${text}\n`);
  say('making images');
  await seconds(...kind);
  const cold = await seconds(...kind);
  say(`cold: ${cold.toFixed(1)} s`);
  await seconds(...kind, '--reuse');
  const kept: number[] = [];
  const embedded: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    kept.push(await seconds(...kind, '--reuse'));
    embedded.push(await seconds());
    say(`round ${round} of ${rounds}: kept ${kept.at(-1)?.toFixed(1)} s, embedded ${embedded.at(-1)?.toFixed(1)} s`);
  }
  const unit = median(embedded);
  const row = (what: string, value: number, goal: number) =>
    say(
      `${what.padEnd(30)}${value.toFixed(1).padStart(6)} s  ${(value / unit).toFixed(1).padStart(5)} × embedded  ${goal} s: ${value <= goal ? 'met' : 'missed'}`,
    );
  say(`npm run scenario sampling: median ${unit.toFixed(1)} s`);
  row('--environment kind', cold, goals.cold);
  row('--environment kind --reuse', median(kept), goals.kept);
}
