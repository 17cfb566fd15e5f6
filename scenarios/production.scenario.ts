import assert from 'node:assert/strict';
import {
  agentPods,
  allOf,
  applyManifests,
  awaitConfig,
  awaitReady,
  type Change,
  changeFiles,
  createReplay,
  entityTypes,
  forwardedPage,
  inAgent,
  inContainer,
  inPlugin,
  judge,
  leakSearchFor,
  moreManifests,
  observe,
  planTrial,
  policy,
  readFiles,
  replayTraffic,
  scenario,
  startPipeline,
  variable,
} from '../harness/index.ts';

const replicas = 3;
/** The node group that only scanners run on. */
const group = { key: 'dedicated', value: 'qscan', effect: 'NoSchedule' };
const nodes = [
  { name: 'node-1', cpu: '4', memory: '8Gi' },
  ...['scan-1', 'scan-2', 'scan-3'].map((name) => ({
    ...{ name, cpu: '4', memory: '16Gi', taints: [group], labels: { [group.key]: group.value } },
  })),
];

/** A key that may read the bucket and no more, and the Secret that QScan has it from. */
const reader = { user: 'qpoint-reader', accessKeyId: 'AKIAQPOINTREADER0001', secretAccessKey: 'of-the-run-alone' };
const readerSecret = `apiVersion: v1
kind: Secret
metadata: { name: qpoint-s3-reader }
stringData: { id: ${reader.accessKeyId}, secret: ${reader.secretAccessKey} }
`;
const readerKey = (key: string) => ({ secret: 'qpoint-s3-reader', key });

const grant = (Action: string, bucket: string) =>
  ({ Effect: 'Allow', Action, Resource: `arn:aws:s3:::${bucket}/*` }) as const;

/** Reference: deployment.md, steps 2, 5 and 6; qscan-worker.md, sections 2 and 7; "guide PC" in failure-catalogue.md. */
const production: Change = allOf(
  inAgent('qscan', 'spec.replicas', replicas),
  inAgent('qscan', 'spec.template.spec.nodeSelector', { [group.key]: group.value }),
  inAgent('qscan', 'spec.template.spec.tolerations', [{ ...group, operator: 'Equal' }]),
  inContainer('qscan', ['resources', 'requests'], { cpu: '2', memory: '12Gi' }),
  inContainer('qscan', ['resources', 'limits'], { cpu: '4', memory: '16Gi' }),
  moreManifests(readerSecret),
  variable('qscan', 'AWS_ACCESS_KEY_ID', readerKey('id')),
  variable('qscan', 'AWS_SECRET_ACCESS_KEY', readerKey('secret')),
  inPlugin('qscan', 'config.sample_baseline', 10),
  inPlugin('qscan', 'config.sample_rate', 0.1),
  inPlugin('qscan', 'config.cache_ttl', '24h'),
  inPlugin('qscan', 'config.record_document', false),
  inPlugin(
    'qscan',
    'config.monitors',
    entityTypes.map((type) => ({ type, record_value: false })),
  ),
);

scenario(
  {
    name: 'production',
    title: 'With what the guide says of production the findings arrive, and payloads stay in the bucket',
    about: `Your files with the guide's considerations for production in them: three scanners of 12 GB each on a node group of their own,
      static keys of two users of which one only writes and one only reads, the sampling of everyday use, no document and no
      value kept. All three scanners work, their metrics answer, and nothing that holds a payload goes elsewhere. What each
      consideration guards against is a scenario of its own.`,
    tags: ['guide', 'scanning', 'storage', 'privacy'],
    notOn: {
      kind: 'it needs a node group of its own with room for three scanners',
      existing: 'it needs a node group of its own, and makes a user of its own',
    },
  },
  async (run) => {
    const { options, files, plan, replay } = await run.step(
      'Production settings are put into the files',
      async (step) => {
        const options = await changeFiles({ ...run.options, environment: { name: 'embedded', nodes } }, production);
        const files = await readFiles(options);
        const plan = planTrial(options.seed, files.snapshot, { exchanges: 300 });
        step.note(`${plan.traffic.exchanges.length} exchanges, of which the snapshot samples ${plan.scanInputs}`);
        return { options, files, plan, replay: createReplay(plan.traffic) };
      },
    );
    run.withhold((text) => leakSearchFor(plan.traffic).holdsValue(text));
    const pipeline = await run.step('Cluster, object store with two users, and Edge are up', async (step) => {
      const writer = policy((_, bucket) => [grant('s3:PutObject', bucket)]);
      const pipeline = run.own(await startPipeline(options, files, { ...writer, routes: [replay.route] }, step));
      const statement = grant('s3:GetObject', pipeline.store?.bucket ?? '');
      pipeline.iam.addAccessKey(reader);
      pipeline.iam.putUserPolicy(reader.user, 'reader', { Version: '2012-10-17', Statement: [statement] });
      return pipeline;
    });
    await run.step('Manifests are applied', (step) => applyManifests(pipeline, files, step));
    const pods = await run.step('Qtap and three QScans are ready', async (step) => {
      await awaitReady(pipeline, files, options, step);
      const pods = await agentPods(pipeline, files, 'qscan');
      const places = pods.map(({ spec }) => spec?.nodeName).sort();
      assert.deepEqual(places, ['scan-1', 'scan-2', 'scan-3'], 'the scanners are not on a node of the group each');
      return pods;
    });
    await run.step('Qtap has its config from Qplane', (step) => awaitConfig(pipeline, files, options, step));
    const seen = await run.step('Samples are stored, scanned and reported', async (step) => {
      await replayTraffic(pipeline, files, replay, options, step);
      return await observe(pipeline, files, plan, options, step);
    });
    await run.step('Each scanner works, and its metrics answer', async () => {
      const asks = seen.evidence.exchanges.filter(({ path }) => path.endsWith('/GetNextJob'));
      const asking = new Set(asks.map(({ caller }) => caller?.pod));
      assert.equal(asking.size, replicas, `${asking.size} scanners of ${replicas} asked Pulse for jobs`);
      for (const pod of pods) {
        const port = pod.spec?.containers[0]?.ports?.[0]?.containerPort;
        assert.ok(port !== undefined, 'QScan declares no port');
        const page = await forwardedPage(pipeline, pod, port, '/metrics').catch(() => undefined);
        assert.ok(page !== undefined, `QScan declares port ${port}, and gives no metrics there`);
      }
    });
    judge(run, files, seen);
    await run.step('One user wrote, the other read', async () => {
      const used = pipeline.iam
        .usage()
        .flatMap(({ user, actions }) =>
          actions.filter(({ allowed }) => allowed > 0).map(({ action }) => `${user} ${action}`),
        );
      assert.deepEqual(used.sort(), ['qpoint-artifacts s3:PutObject', 'qpoint-reader s3:GetObject']);
    });
  },
);
