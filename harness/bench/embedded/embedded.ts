import { readFileSync } from 'node:fs';
import { applyToReady } from '../../testing/apply-to-ready.ts';
import { fixtureObjects } from '../../testing/fixture-objects.ts';
import { runEnvironment } from '../../testing/run-environment.ts';
import type { Figure } from '../figure.ts';
import { formatFigures } from '../format-figures.ts';
import { median } from '../median.ts';
import { benchStore } from '../store/bench-store.ts';
import { formatStoreFigures } from '../store/format-store-figures.ts';
import { startUp } from './start-up.ts';
import { watchFanOut } from './watch-fan-out.ts';

const rounds = 5;
const startUpGoal = 200;
const fanOut = { watchers: 100, changes: 200 };

/** `npm run bench -- embedded`: the embedded environment, beside a real one where the environment variables name it. */
export async function benchEmbedded(): Promise<void> {
  const progress = (text: string) => process.stderr.write(`${text} …\n`);
  progress(`start-up, ${rounds} times`);
  const started = median(await startUp(rounds));
  progress(`fixture manifests, apply to Ready, ${rounds} times`);
  const ready = median(await fixturesReady());
  progress(`watch fan-out, ${fanOut.watchers} watchers and ${fanOut.changes} changes, ${rounds} times`);
  const { ours, real } = await fanOuts(process.env.LAB_KUBECONFIG);

  const goal = { text: `≤ ${startUpGoal} ms`, isMet: started <= startUpGoal };
  const figures: Figure[] = [
    { what: 'start-up to the first answer', ours: started, real: undefined, unit: 'ms', goal },
    { what: 'fixture manifests, apply to Ready', ours: ready, real: undefined, unit: 'ms', goal: undefined },
    { what: `watch events, ${fanOut.watchers} watchers`, ours, real, unit: '/s', goal: undefined },
  ];
  process.stdout.write(`${formatFigures('API server', figures).join('\n')}\n\n`);
  const localStack = process.env.LOCALSTACK_ENDPOINT;
  progress(`object store${localStack === undefined ? '' : ' beside LocalStack'}, and an upload of 5 GiB`);
  process.stdout.write(`${formatStoreFigures(await benchStore({ localStack }))}\n`);
}

/** A cluster of its own each time: what an image pull or a warm kubelet would save is not saved. */
async function fixturesReady(): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await using environment = await runEnvironment();
    const { access } = environment;
    const kubeconfig = readFileSync(access.kubeconfig, 'utf8');
    times.push(await applyToReady(kubeconfig, 'qpoint', await fixtureObjects(access), 2));
  }
  return times;
}

/** In turn, so that a drifting machine moves both. */
async function fanOuts(lab: string | undefined): Promise<{ ours: number; real: number | undefined }> {
  await using environment = await runEnvironment();
  const ours: number[] = [];
  const real: number[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(await watchFanOut(readFileSync(environment.access.kubeconfig, 'utf8'), fanOut));
    if (lab !== undefined) real.push(await watchFanOut(readFileSync(lab, 'utf8'), fanOut));
  }
  return { ours: median(ours), real: lab === undefined ? undefined : median(real) };
}
