import { measureCommand, type Sample } from './measure-command.ts';
import { median } from './median.ts';

/** `npm run scenario sampling` against `npm run`'s own cost, in turn, so that a drifting machine moves both. */
export async function benchSampling(rounds = 5): Promise<void> {
  const idle: Sample[] = [];
  const scenario: Sample[] = [];
  for (let round = 0; round < rounds; round++) {
    idle.push(await measureCommand('npm', ['run', 'scenario', '--', '--help']));
    scenario.push(await measureCommand('npm', ['run', 'scenario', 'sampling']));
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
