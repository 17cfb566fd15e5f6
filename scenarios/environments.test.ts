import { expect, test } from 'vitest';
import { environmentChoice } from '../harness/cli/environment-choice.ts';
import { ScenarioFailure } from '../harness/errors/scenario-failure.ts';
import {
  applyManifests,
  awaitConfig,
  awaitReady,
  createReplay,
  guideEnvironment,
  judge,
  newEnvironment,
  observe,
  planRun,
  readFiles,
  replayTraffic,
  startPipeline,
  updateEnvironment,
  withModel,
} from '../harness/index.ts';
import { fixture } from '../harness/project-paths.ts';
import type { RunEvent } from '../harness/scenario/run-event.ts';
import type { RunOptions } from '../harness/scenario/run-options.ts';
import { ScenarioContext } from '../harness/scenario/scenario-context.ts';
import { temporaryFolder } from '../harness/testing/temporary-folder.ts';
import type { EnvironmentModel } from '../mocks/qplane/model/environment-model.ts';

const limit = { timeout: 60_000 };

/** What a scenario is told through, and what it said. */
function scenarioRun(runDirectory: string) {
  const options: RunOptions = {
    ...{ runId: 'model1', seed: 7, manifests: fixture('manifests'), secrets: undefined, images: [], artifacts: 1 },
    snapshot: undefined,
    ...{ realTime: false, keep: false, evidence: undefined, runDirectory },
    environment: environmentChoice({}),
  };
  const events: RunEvent[] = [];
  const run = new ScenarioContext(options, new AbortController().signal, (event) => void events.push(event));
  return { run, options, events, [Symbol.asyncDispose]: () => run.release() };
}

/** The guide's environment, whose stack has no monitor for a type. */
function withoutMonitor(type: string): EnvironmentModel {
  const guide: EnvironmentModel = guideEnvironment();
  const stacks = Object.entries(guide.stacks).map(([name, plugins]) => [
    name,
    plugins.map((plugin) =>
      plugin.type === 'qscan'
        ? { ...plugin, monitors: (plugin.monitors ?? []).filter((monitor) => monitor.type !== type) }
        : plugin,
    ),
  ]);
  return { ...guide, stacks: Object.fromEntries(stacks) };
}

test(
  'a scenario that sets its environment up by itself is green, changes it, and sees its token expire',
  limit,
  async () => {
    using folder = temporaryFolder();
    await using story = scenarioRun(folder.path);
    const { run, options, events } = story;
    const { files, plan } = await run.step('Set up', async (step) => {
      const files = withModel(await readFiles(options), withoutMonitor('PERSON'), step);
      return { files, plan: planRun(options.seed, files.snapshot) };
    });
    const replay = createReplay(plan.traffic);
    const token = files.deployment.registrationToken;
    const other = { orgId: 'org_other', token: 'qpt_other', snapshot: newEnvironment() };
    const pipeline = await run.step('Start', async (step) =>
      run.own(
        await startPipeline(
          options,
          files,
          {
            ...{ routes: [replay.route], environments: [other] },
            // Pulse drops what has no monitor, in QScan's place.
            ...{ qscan: { dropUnmonitored: false }, pulse: { unmonitoredFindings: 'drop' } },
          },
          step,
        ),
      ),
    );
    await run.step('Apply', (step) => applyManifests(pipeline, files, step));
    await run.step('Ready', (step) => awaitReady(pipeline, files, options, step));
    await run.step('Config', (step) => awaitConfig(pipeline, files, options, step));
    await run.step('Replay', (step) => replayTraffic(pipeline, files, replay, options, step));
    const seen = await run.step('Observe', (step) => observe(pipeline, files, plan, options, step));
    judge(run, files, seen);
    const lines = events.flatMap((event) => (event.type === 'expectation' ? [event.line] : []));
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter(({ met }) => !met)).toEqual([]);
    const found = lines.find(({ name }) => name === 'found');
    expect(found?.details).toContain('without a monitor, expected absent: PERSON');
    const sent = pipeline.pulse.state
      .reports()
      .flatMap(({ outcome }) => (outcome.kind === 'success' ? outcome.findings : []));
    expect(sent.filter(({ entityType }) => entityType === 'PERSON').length).toBeGreaterThan(0);

    const changed = await run.step('Change', (step) =>
      updateEnvironment(
        pipeline,
        files,
        (model) => ({ ...model, tap: { ...model.tap, direction: 'all' } }),
        options,
        step,
      ),
    );
    expect(changed.snapshot.tap.direction).toBe('all');
    expect(events.at(-1)).toMatchObject({ type: 'step-finished', notes: [expect.stringMatching(/^qtap-\w+ fetched/)] });

    const { pulse } = pipeline;
    expect(new Set(pulse.state.jobs().map(({ orgId }) => orgId))).toEqual(new Set(['org_model1']));
    pipeline.expireToken(token);
    const refused = () => pulse.state.refusals().some(({ refusal }) => refusal === 'expired');
    await pulse.state.waitFor(refused, {
      signal: AbortSignal.timeout(20_000),
      awaited: 'a poll with the expired token',
    });
  },
);

test('a token that has expired before the start is the cause that the run is red for', limit, async () => {
  using folder = temporaryFolder();
  await using story = scenarioRun(folder.path);
  const { run, options } = story;
  const files = await run.step('Set up', async (step) => withModel(await readFiles(options), guideEnvironment(), step));
  const rotated = {
    ...{ orgId: 'org_rotated', token: 'qpt_new', expiredTokens: [files.deployment.registrationToken] },
    snapshot: guideEnvironment(),
  };
  const pipeline = await run.step('Start', async (step) =>
    run.own(await startPipeline(options, files, { routes: [], environments: [rotated] }, step)),
  );
  await run.step('Apply', (step) => applyManifests(pipeline, files, step));
  const ready = run.step('Ready', (step) => awaitReady(pipeline, files, options, step));
  await expect(ready).rejects.toThrow(ScenarioFailure);
  await expect(ready).rejects.toThrow('Qplane refuses Qtap: its registration token');
  expect(pipeline.qplane.state.refusals()[0]).toMatchObject({ refusal: 'expired', orgId: undefined });
});
