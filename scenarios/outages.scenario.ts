import {
  applyManifests,
  awaitConfig,
  awaitReady,
  createReplay,
  judgeOutages,
  leakSearchFor,
  observe,
  outageTerms,
  planOutages,
  readFiles,
  replayTraffic,
  scenario,
  startOutages,
  startPipeline,
} from '../harness/index.ts';

scenario(
  {
    name: 'outages',
    title: 'What is sampled is reported once through outages, or its loss has a cause',
    about: `S3 and Pulse refuse, are slow and break connections off while traffic goes through; scanners are killed in the middle
    of their work and jobs go out again. Each exchange that the snapshot samples is reported exactly once, or a fault struck it
    and the reference documents that it is lost then.`,
    tags: ['resilience', 'scanning'],
    covers: [
      { id: 'pulse-down', how: 'behaviour' },
      { id: 's3-throttled', how: 'behaviour' },
      { id: 'job-duplicate', how: 'behaviour' },
    ],
  },
  async (run) => {
    const { options } = run;
    const { files, plan, replay } = await run.step('Files are read, traffic is planned', async (step) => {
      const files = await readFiles(options, 'every-exchange.yaml');
      const plan = planOutages(options.seed, files.snapshot, options.artifacts);
      step.note(`${plan.traffic.exchanges.length} exchanges, of which the snapshot samples ${plan.scanInputs}`);
      return { files, plan, replay: createReplay(plan.traffic) };
    });
    run.attach('snapshot', files.snapshot.tap.at.file);
    run.withhold((text) => leakSearchFor(plan.traffic).holdsValue(text));
    const pipeline = await run.step('Cluster, object store and Edge are up', async (step) =>
      run.own(await startPipeline(options, files, { routes: [replay.route], pulse: outageTerms.pulse }, step)),
    );
    const deployed = await run.step('Manifests are applied unchanged', (step) => applyManifests(pipeline, files, step));
    run.attach('overlay', deployed.diffs);
    await run.step('Qtap and QScan are ready', (step) => awaitReady(pipeline, files, options, step));
    await run.step('Qtap has its config from Qplane', (step) => awaitConfig(pipeline, files, options, step));

    const outages = run.own(startOutages(pipeline, files, options, plan.scanInputs));
    await run.step('Traffic is replayed while S3 and Pulse fail', (step) =>
      replayTraffic(pipeline, files, replay, options, step),
    );
    const seen = await run.step('Scanners are killed, jobs go out again', async (step) => {
      const seen = await observe(pipeline, files, plan, options, step, outageTerms.openPatience);
      await outages[Symbol.asyncDispose]();
      for (const line of outages.summary()) step.note(line);
      return seen;
    });
    judgeOutages(run, files, seen, pipeline, outages);
  },
);
