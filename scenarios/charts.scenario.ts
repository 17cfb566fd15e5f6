import {
  applyManifests,
  awaitConfig,
  awaitReady,
  chartFiles,
  createReplay,
  judge,
  leakSearchFor,
  observe,
  planTrial,
  readFiles,
  replayTraffic,
  scenario,
  startPipeline,
} from '../harness/index.ts';

scenario(
  {
    name: 'charts',
    title: 'What the Helm charts render runs the pipeline as the manifests do',
    about: `The guide's other way to deploy: Qtap and QScan as their public charts render them with the guide's values, in the place of
      your manifests, for the bucket that your snapshot names. The token comes by the charts' own Secret keys, the S3 keys by
      extraEnv, and the findings arrive all the same. What you render with your values: sampling --manifests.`,
    tags: ['guide', 'scanning'],
    notOn: { existing: 'it would deploy other manifests than yours' },
  },
  async (run) => {
    const { options, files, plan, replay } = await run.step(
      'The charts are rendered for the snapshot',
      async (step) => {
        const options = await chartFiles(run.options);
        const files = await readFiles(options);
        const plan = planTrial(options.seed, files.snapshot, {});
        step.note(`${plan.traffic.exchanges.length} exchanges, of which the snapshot samples ${plan.scanInputs}`);
        return { options, files, plan, replay: createReplay(plan.traffic) };
      },
    );
    run.withhold((text) => leakSearchFor(plan.traffic).holdsValue(text));
    const pipeline = await run.step('Cluster, object store and Edge are up', async (step) =>
      run.own(await startPipeline(options, files, { routes: [replay.route] }, step)),
    );
    await run.step('What was rendered is applied', (step) => applyManifests(pipeline, files, step));
    await run.step('Qtap and QScan are ready', (step) => awaitReady(pipeline, files, options, step));
    await run.step('Qtap has its config from Qplane', (step) => awaitConfig(pipeline, files, options, step));
    const seen = await run.step('Samples are stored, scanned and reported', async (step) => {
      await replayTraffic(pipeline, files, replay, options, step);
      return await observe(pipeline, files, plan, options, step);
    });
    judge(run, files, seen);
  },
);
