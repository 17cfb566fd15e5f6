import assert from 'node:assert/strict';
import {
  applyManifests,
  awaitConfig,
  awaitReady,
  createReplayRounds,
  judgePrivacy,
  leakSearchFor,
  logLine,
  observe,
  planTrial,
  qscanCounters,
  readFiles,
  replayTraffic,
  scenario,
  serveSnapshot,
  startPipeline,
  startWorkloadAgain,
} from '../harness/index.ts';

scenario(
  {
    name: 'config-change',
    title: 'A change in Qplane reaches running agents, and their sampling begins anew',
    about: `Somebody saves the environment in Qplane while traffic goes through. Qtap fetches the config five seconds after the push
      and makes new plugins of it: every endpoint has a baseline again, so each change costs a baseline of scans. Neither
      config lets a value out.`,
    tags: ['identity', 'sampling'],
    covers: [{ id: 'config-change-live', how: 'behaviour' }],
  },
  async (run) => {
    const { options } = run;
    const { files, plan, rounds } = await run.step('Files are read, traffic is planned', async (step) => {
      const files = await readFiles(options);
      const plan = planTrial(options.seed, files.snapshot, { exchanges: 120 });
      step.note(`${plan.traffic.exchanges.length} exchanges, of which the snapshot samples ${plan.scanInputs}`);
      return { files, plan, rounds: createReplayRounds(plan.traffic) };
    });
    run.withhold((text) => leakSearchFor(plan.traffic).holdsValue(text));
    const pipeline = await run.step('Cluster, object store and Edge are up', async (step) =>
      run.own(await startPipeline(options, files, { routes: [rounds.route] }, step)),
    );
    await run.step('Manifests are applied unchanged', (step) => applyManifests(pipeline, files, step));
    await run.step('Qtap and QScan are ready', (step) => awaitReady(pipeline, files, options, step));
    await run.step('Qtap has its config from Qplane', (step) => awaitConfig(pipeline, files, options, step));

    const counted = await run.step('Traffic is sent', async (step) => {
      await replayTraffic(pipeline, files, rounds.round, options, step);
      const { evidence } = await observe(pipeline, files, plan, options, step);
      return qscanCounters(evidence.qtapMetrics);
    });
    await run.step('The environment is saved in Qplane', async (step) => {
      await serveSnapshot({ pipeline, files, options, step }, `${files.snapshotText}\n# saved\n`);
      await logLine({ pipeline, files }, 'qtap', /config load completed/, { inEach: 2 });
    });
    const seen = await run.step('The same traffic has a second baseline', async (step) => {
      const round = rounds.next();
      await startWorkloadAgain(pipeline);
      await replayTraffic(pipeline, files, round, options, step);
      const twice = { ...plan, scanInputs: 2 * plan.scanInputs, transactions: 2 * plan.transactions };
      const seen = await observe(pipeline, files, twice, options, step);
      const both = qscanCounters(seen.evidence.qtapMetrics);
      const expected = 2 * plan.decisions.filter(({ reason }) => reason === 'baseline').length;
      assert.ok(expected > 0, 'no endpoint has a baseline by this snapshot, so nothing can begin anew');
      assert.equal(both?.attempted, 2 * (counted?.attempted ?? 0), 'Qtap did not see the traffic twice');
      assert.equal(both?.baseline, expected, 'the sampling counters did not begin anew');
      step.note(`${counted?.baseline} samples by baseline before the change, ${both?.baseline} after it`);
      return seen;
    });
    judgePrivacy(run, files, seen);
  },
);
