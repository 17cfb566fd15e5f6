import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectSampling } from '../../harness/sampling/expect-sampling.ts';
import { readSnapshot } from '../../harness/snapshot/read-snapshot.ts';
import { planTraffic } from '../../harness/traffic/plan-traffic.ts';
import { createReplay, type Replay } from '../../harness/traffic/replay/create-replay.ts';
import type { TrafficPlan } from '../../harness/traffic/traffic-plan.ts';
import { bucket, keys, seed, type TestNode, type TestProgram, testNode, token } from './testing/test-node.ts';

const guide = readFileSync(new URL('../../fixtures/snapshots/snapshot.yaml', import.meta.url), 'utf8');
const awaiting = (awaited: string) => ({ signal: AbortSignal.timeout(20_000), awaited });

function qscanSettings(snapshot: string) {
  const [plugin] = [...readSnapshot(snapshot, { file: 'snapshot.yaml' }).stacks.values()]
    .flatMap(({ plugins }) => plugins)
    .filter(({ kind }) => kind === 'qscan');
  if (plugin?.kind !== 'qscan' || plugin.decoded.settings === undefined) throw new Error('no qscan in the snapshot');
  return plugin.decoded.settings;
}

/** Runs a plan through upstream and workload; whoever listens on the node hears it. */
async function replayThrough(
  node: TestNode,
  plan: TrafficPlan,
  replay: Replay,
  environment = {},
): Promise<TestProgram> {
  const upstream = await node.program('upstream');
  for (const { host } of plan.exchanges) node.service(host, upstream);
  const workload = await node.program('workload', { environment });
  await replay.ready;
  replay.start();
  expect(await replay.done).toEqual({ sent: plan.exchanges.length, failed: 0, failures: [] });
  expect(await workload.exited).toEqual({ exitCode: 0, signal: null });
  return workload;
}

async function metrics(node: TestNode, qtap: TestProgram, port = 10001): Promise<Record<string, number>> {
  const text = await node.get(qtap, port, '/system/metrics');
  const series = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(
    series.map((line) => [
      line.slice('qtap_system_qscan_'.length, line.lastIndexOf(' ')),
      Number(line.split(' ').at(-1)),
    ]),
  );
}

test('what is sampled is stored under its SHA-1, then told to Pulse, and nothing else is', async () => {
  const plan = planTraffic({ seed: 7, exchanges: 300 });
  const replay = createReplay(plan);
  await using node = await testNode({ snapshot: guide, routes: [replay.route] });
  const qtap = await node.qtap();
  await qtap.said('eBPF program loaded and listening');
  await replayThrough(node, plan, replay);

  const decisions = expectSampling({ seed, config: qscanSettings(guide).sampling, exchanges: plan.exchanges });
  const sampled = plan.exchanges.filter((_, index) => decisions[index]?.sampled);
  expect(sampled.length).toBeGreaterThan(9 * 2);
  await node.pulse.state.waitFor(
    () =>
      node.pulse.state.artifacts().length >= sampled.length &&
      node.pulse.state.events('request').length >= plan.exchanges.length,
    awaiting('a record for every sampled exchange'),
  );

  const stored = node.store
    .objects(bucket)
    .map(({ key }) => ({ key, bytes: node.store.read(bucket, key) ?? Buffer.of() }));
  for (const { key, bytes } of stored) expect(hash('sha1', bytes)).toBe(key);
  const documents = stored.map(({ bytes }) => JSON.parse(bytes.toString()));
  expect(documents.map(({ request_id }) => request_id).sort()).toEqual(sampled.map(({ id }) => id).sort());
  for (const document of documents) {
    const planned = plan.exchanges.find(({ id }) => id === document.request_id);
    expect(document).toMatchObject({
      url: `http://${planned?.host}${planned?.path}`,
      method: planned?.method,
      request: { headers: { ':method': planned?.method, 'x-request-id': planned?.id } },
      response: { status: planned?.response.status, headers: { ':status': String(planned?.response.status) } },
    });
    expect(document.request.body ?? '').toBe(planned?.request.body);
    expect(document.response.body ?? '').toBe(planned?.response.body);
  }

  expect(
    node.pulse.state
      .artifacts()
      .map(({ digest }) => digest)
      .sort(),
  ).toEqual(stored.map(({ key }) => key).sort());
  expect(node.pulse.state.violations()).toEqual([]);
  expect(node.pulse.state.artifacts()[0]).toMatchObject({
    type: 'qscan_request',
    url: `https://${bucket}.s3.eu-central-1.amazonaws.com/${node.pulse.state.artifacts()[0]?.digest}`,
    summary: { record_document: 'false', 'entity.US_SSN': 'false', verbose: 'false', qscan_cloud: 'false' },
  });

  const byReason = (reason: string) => decisions.filter((decision) => decision.reason === reason).length;
  expect(await metrics(node, qtap)).toMatchObject({
    scans_attempted_total: plan.exchanges.length,
    'scans_sampled_total{reason="baseline"}': byReason('baseline'),
    'scans_sampled_total{reason="rate"}': byReason('rate'),
    scans_not_sampled_total: plan.exchanges.length - sampled.length,
    'scans_stored_total{status="success"}': sampled.length,
    scans_stored_size_bytes_count: sampled.length,
    'cache_operations_total{operation="miss"}': new Set(decisions.map(({ key }) => key)).size,
  });
  for (const { host } of node.journal.entries().filter(({ route }) => route === 'store')) {
    expect(host).toBe(`${bucket}.s3.dualstack.eu-central-1.amazonaws.com`);
  }
  expect(qtap.output()).not.toMatch(
    new RegExp(plan.exchanges.flatMap(({ planted }) => planted.map(({ value }) => RegExp.escape(value))).join('|')),
  );
}, 30_000);

test('a good start and a good end say what Qtap says, in its order', async () => {
  await using node = await testNode({ snapshot: guide });
  const qtap = await node.qtap();
  await qtap.said('eBPF program loaded and listening');
  await node.pulse.state.waitFor(() => node.pulse.state.heartbeats().length > 0, awaiting('a heartbeat'));
  qtap.kill('SIGTERM');
  expect(await qtap.exited).toEqual({ exitCode: 0, signal: null });
  expect(qtap.lines().map(({ level, msg }) => `${level} ${msg}`)).toEqual([
    'info Starting Qtap',
    'info starting heartbeat',
    'info config load completed',
    'info loading BPF programs and maps',
    'info starting heartbeat',
    'info initializing service factory',
    'info initializing service factory',
    'info starting TLS Probes',
    'info eBPF program loaded and listening',
    'info shutting down',
    'info stopping heartbeat',
    'info stopping heartbeat',
  ]);
  expect(node.qplane.state.calls().map(({ kind, ping }) => ping?.status ?? kind)).toEqual([
    'starting',
    'registration',
    'config',
    'stopped',
  ]);
  expect(node.pulse.state.heartbeats().map(({ status }) => status)).toEqual(['starting', 'stopped']);
}, 30_000);

test.each<[string, Record<string, string>, string, string | RegExp]>([
  [
    'token-wrong, a token that Qplane does not know',
    { REGISTRATION_TOKEN: 'foreign' },
    'failed to fetch registration',
    /Unauthorized/,
  ],
  [
    'egress-api, a host that is none',
    { REGISTRATION_ENDPOINT: 'https://nowhere.example' },
    'failed to fetch registration',
    /./,
  ],
  [
    'not-privileged, a node that it may not see',
    { E2E_NODE_ROOT: '/no/such/root' },
    'failed to load BPF programs and maps',
    /root privileges/,
  ],
])(
  'is fatal: %s',
  async (_, environment, message, error) => {
    await using node = await testNode({ snapshot: guide });
    const qtap = await node.qtap({ environment });
    expect(await qtap.exited).toEqual({ exitCode: 1, signal: null });
    expect(qtap.lines().at(-1)).toMatchObject({ level: 'fatal', msg: message, error: expect.stringMatching(error) });
  },
  30_000,
);

test.each<[string, string, string, RegExp]>([
  ['snapshot-undecodable, no YAML', 'config:\n  tap: [', 'unable to start config manager', /not valid YAML/],
  [
    'snapshot-invalid, an event store that is not there',
    'config:\n  services:\n    object_stores: [{type: s3, event_store: {id: pulse}}]',
    'unable to start config manager',
    /event store id="pulse" does not exist/,
  ],
  [
    'pulse-token-empty, a Pulse token that resolves to nothing',
    'config:\n  services:\n    event_stores: [{type: pulse, token: {type: env, value: NOT_SET}}]',
    'creating pulse heartbeat',
    /empty/,
  ],
])(
  'is fatal: %s',
  async (_, snapshot, message, error) => {
    await using node = await testNode({ snapshot });
    const qtap = await node.qtap();
    expect(await qtap.exited).toEqual({ exitCode: 1, signal: null });
    expect(qtap.lines().at(-1)).toMatchObject({ level: 'fatal', msg: message, error: expect.stringMatching(error) });
  },
  30_000,
);

test('config-arg-left: a local config beats the token, and Qplane hears nothing', async () => {
  await using node = await testNode({ snapshot: guide });
  const file = join(node.folder, 'tap-config.yaml');
  await writeFile(file, 'tap: {direction: all}\n');
  const qtap = await node.qtap({ args: [`--config=${file}`] });
  await qtap.said('eBPF program loaded and listening');
  expect(node.qplane.state.calls()).toEqual([]);
}, 30_000);

test('token-key-name: without config and token it runs on the default config', async () => {
  await using node = await testNode({ snapshot: guide });
  const qtap = await node.qtap({ environment: { REGISTRATION_TOKEN: '' } });
  expect(await qtap.said('no config file provided, using default config')).toMatchObject({ level: 'warn' });
  await qtap.said('eBPF program loaded and listening');
  expect(node.journal.entries()).toEqual([]);
}, 30_000);

test('workload-ignored: a process that is to be ignored is seen by no Qtap of the node', async () => {
  const plan = planTraffic({ seed: 9, exchanges: 40 });
  const replay = createReplay(plan);
  await using node = await testNode({ snapshot: guide, routes: [replay.route] });
  const [one, other] = await Promise.all([node.qtap(), node.qtap({ environment: { HTTPD_LISTEN: ':10002' } })]);
  await Promise.all([one, other].map((qtap) => qtap.said('eBPF program loaded and listening')));
  await replayThrough(node, plan, replay, { QPOINT_STRATEGY: 'ignore' });
  for (const stopping of [one, other]) {
    stopping.kill('SIGTERM');
    await stopping.exited;
  }
  expect(node.pulse.state.events()).toEqual([]);
  expect(node.store.objects(bucket)).toEqual([]);
}, 30_000);

test("own-store-second: an own store in second place leaves the payloads to Qpoint's cloud", async () => {
  const plan = planTraffic({ seed: 11, exchanges: 20 });
  const replay = createReplay(plan);
  const snapshot = guide.replace('object_stores:\n', 'object_stores:\n      - {id: cloud, type: qpoint}\n');
  await using node = await testNode({ snapshot, routes: [replay.route] });
  const qtap = await node.qtap();
  await qtap.said('eBPF program loaded and listening');
  await replayThrough(node, plan, replay);
  await node.pulse.state.waitFor(() => node.pulse.state.artifacts().length > 0, awaiting('a record'));
  expect(node.store.objects(bucket)).toEqual([]);
  expect(node.pulse.state.artifacts()[0]?.url).toMatch(/^https:\/\/warehouse\.qpoint\.io\/assets\/[0-9a-f]{40}$/);
}, 30_000);

test('bucket-missing: a refused upload is logged with its reason, and no record follows', async () => {
  const plan = planTraffic({ seed: 12, exchanges: 10 });
  const replay = createReplay(plan);
  await using node = await testNode({
    snapshot: guide.replace('bucket: acme', 'bucket: other'),
    routes: [replay.route],
  });
  const qtap = await node.qtap();
  await qtap.said('eBPF program loaded and listening');
  await replayThrough(node, plan, replay);
  expect(await qtap.said('failed to put artifact')).toMatchObject({
    level: 'error',
    error: expect.stringMatching(/^404 NoSuchBucket/),
  });
  const { state } = node.pulse;
  await state.waitFor(() => state.events('request').length === plan.exchanges.length, awaiting('all of the traffic'));
  // The metric says what was handed to the store, whatever became of it (failure-catalogue.md, `iam-no-put`).
  expect(await metrics(node, qtap)).toMatchObject({ 'scans_stored_total{status="success"}': plan.exchanges.length });
  qtap.kill('SIGTERM');
  await qtap.exited;
  expect(node.pulse.state.artifacts()).toEqual([]);
  expect(node.pulse.state.events('request')).toHaveLength(plan.exchanges.length);
  expect(qtap.output()).not.toContain(keys.AWS_SECRET_ACCESS_KEY);
  expect(qtap.output()).not.toContain(token);
}, 30_000);

test('sampling-nodes: every Qtap of a node sees all of its traffic, with counters of its own', async () => {
  const plan = planTraffic({ seed: 13, exchanges: 60 });
  const replay = createReplay(plan);
  await using node = await testNode({ snapshot: guide, routes: [replay.route] });
  const qtaps = await Promise.all(
    ['10001', '10002'].map((port) => node.qtap({ environment: { HTTPD_LISTEN: `:${port}` } })),
  );
  await Promise.all(qtaps.map((qtap) => qtap.said('eBPF program loaded and listening')));
  await replayThrough(node, plan, replay);
  const { state } = node.pulse;
  await state.waitFor(() => state.events('request').length === 2 * plan.exchanges.length, awaiting('both reports'));
  for (const [index, qtap] of qtaps.entries()) {
    expect(await metrics(node, qtap, 10001 + index)).toMatchObject({ scans_attempted_total: plan.exchanges.length });
  }
}, 30_000);

test('traffic flows without any Qtap', async () => {
  const plan = planTraffic({ seed: 14, exchanges: 20 });
  const replay = createReplay(plan);
  await using node = await testNode({ snapshot: guide, routes: [replay.route] });
  await replayThrough(node, plan, replay);
  expect(replay.progress).toEqual({ sent: plan.exchanges.length, failed: 0 });
}, 30_000);
