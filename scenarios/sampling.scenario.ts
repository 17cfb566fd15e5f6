import {
  applyManifests,
  awaitConfig,
  awaitReady,
  createReplay,
  judge,
  leakSearchFor,
  observe,
  planRun,
  readFiles,
  replayTraffic,
  sampledRequests,
  scenario,
  snapshotRemarks,
  startPipeline,
} from '../harness/index.ts';

scenario(
  {
    name: 'sampling',
    title: 'What the snapshot samples is stored, scanned and reported, and nothing leaves',
    about: `The guide's pipeline as your manifests and your snapshot set it up. Traffic with planted personal data is sent through
    the cluster; Qtap samples it as the snapshot says, stores it in your bucket, QScan finds what was planted, and Pulse hears
    of it without a value. Every byte that left a pod is searched for the planted values.`,
    tags: ['guide', 'sampling', 'privacy'],
    covers: [{ id: 'sampling-baseline', how: 'behaviour' }],
  },
  async (run) => {
    const { options } = run;
    const { files, plan, replay } = await run.step('Files are read, traffic is planned', async (step) => {
      const files = await readFiles(options);
      const plan = planRun(options.seed, files.snapshot);
      const values = plan.traffic.exchanges.flatMap(({ planted }) => planted).length;
      step.note(
        `${plan.traffic.exchanges.length} exchanges with ${values} planted values, faker ${plan.traffic.fakerVersion}`,
      );
      for (const remark of snapshotRemarks(files.snapshot)) step.note(remark);
      return { files, plan, replay: createReplay(plan.traffic) };
    });
    run.attach('snapshot', files.snapshot.tap.at.file);
    run.withhold((text) => leakSearchFor(plan.traffic).holdsValue(text));
    const pipeline = await run.step('Cluster, object store and Edge are up', async (step) =>
      run.own(await startPipeline(options, files, { routes: [replay.route] }, step)),
    );
    const deployed = await run.step('Manifests are applied unchanged', (step) => applyManifests(pipeline, files, step));
    run.attach('overlay', deployed.diffs);

    await run.step('Qtap and QScan are ready', (step) => awaitReady(pipeline, files, options, step));
    await run.step('Qtap has its config from Qplane', (step) => awaitConfig(pipeline, files, options, step));
    await run.step('Traffic with planted values is replayed', (step) =>
      replayTraffic(pipeline, files, replay, options, step),
    );
    const seen = await run.step('Samples are stored, scanned and reported', (step) =>
      observe(pipeline, files, plan, options, step),
    );
    run.attach('sampled', sampledRequests(seen));
    run.attach('rights', pipeline.iam.usage());
    run.attach(
      'findings',
      seen.evidence.reports.flatMap(({ findings }) => findings),
    );
    judge(run, files, seen);
  },
);
