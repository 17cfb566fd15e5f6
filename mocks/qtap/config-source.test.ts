import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { EdgeRoute } from '../../harness/edge/edge-route.ts';
import { bareConfig, cloudStore, config, ownStore, pulseStore, qscan, reportUsage } from './testing/config.ts';
import { reportExchanges } from './testing/report-exchanges.ts';
import { seenBy } from './testing/seen-by.ts';
import { type TestNode, testNode, token } from './testing/test-node.ts';

// Where Qtap takes its configuration from, and what a new one changes: failure-catalogue.md, "Identity and configuration source",
// and qplane.md sections 1, 4 and 5.

const started = 'eBPF program loaded and listening';
const loaded = 'config load completed';
const exchanges = (count: number) => Array(count).fill({ requestBody: 'x' });
const services = (objectStores: object[], eventStores: object[] = [pulseStore]) => ({
  services: { event_stores: eventStores, object_stores: objectStores },
});

/** A config file on the node's own disk. */
async function configFile({ folder }: TestNode, text: string): Promise<string> {
  const file = join(folder, 'tap-config.yaml');
  await writeFile(file, text);
  return file;
}

test('agent-before-store, config-change-live: own bucket and a second baseline only with the new config', async () => {
  const sampled = { stacks: { scan: { plugins: [qscan({ sample_baseline: 3, sample_rate: 0.0000001 })] } } };
  await using node = await testNode({ snapshot: config({ ...services([cloudStore]), ...sampled }) });
  const qtap = await node.qtap();
  await qtap.said(started);
  await reportExchanges(node, exchanges(5));
  const { state } = node.pulse;
  const signal = AbortSignal.timeout(20_000);
  await state.waitFor(() => state.artifacts().length === 2, { signal, awaited: 'two records' });
  node.qplane.state.setSnapshot(token, config({ ...services([ownStore()]), ...sampled }));
  await qtap.said(loaded, 2);
  await reportExchanges(node, exchanges(5));
  const seen = await seenBy(node, qtap);
  const hosts = seen.artifacts.map(({ url }) => new URL(url).host);
  const own = 'acme-qpoint-artifacts.s3.eu-central-1.amazonaws.com';
  expect(hosts).toEqual(['warehouse.qpoint.io', 'warehouse.qpoint.io', own, own]);
  expect(seen.documents).toHaveLength(2);
  expect(seen.trouble).toEqual([]);
});

test('no-object-store: with an empty list nothing is stored and nothing is said', async () => {
  await using node = await testNode({ snapshot: config(services([])) });
  const qtap = await node.qtap();
  await qtap.said(started);
  await reportExchanges(node, exchanges(1));
  expect(await seenBy(node, qtap)).toMatchObject({
    documents: [],
    artifacts: [],
    trouble: [],
    cloud: 0,
    requests: [{}],
  });
});

test('first store is the default: a disabled one takes the usage reports, records that name another arrive', async () => {
  const stores = services([ownStore({ event_store: { id: 'pulse' } })], [{ id: 'off', type: 'disabled' }, pulseStore]);
  await using node = await testNode({ snapshot: config(stores) });
  const qtap = await node.qtap();
  await qtap.said(started);
  await reportExchanges(node, exchanges(1));
  expect(await seenBy(node, qtap)).toMatchObject({ artifacts: [{}], requests: [], trouble: [], heartbeats: 2 });
});

test('a Pulse store that arrives by a later change gets events, and no heartbeat', async () => {
  await using node = await testNode({ snapshot: config(services([ownStore()], [])) });
  const qtap = await node.qtap();
  await qtap.said(started);
  node.qplane.state.setSnapshot(token, config());
  await qtap.said(loaded, 2);
  await reportExchanges(node, exchanges(1));
  expect(await seenBy(node, qtap)).toMatchObject({ requests: [{}], heartbeats: 0, trouble: [] });
});

test('config-arg-left: QPOINT_CONFIG beats the token, and a file with the wrapper is an empty config, without a word', async () => {
  await using node = await testNode({ snapshot: config() });
  const qtap = await node.qtap({ environment: { QPOINT_CONFIG: await configFile(node, config()) } });
  await qtap.said(started);
  await reportExchanges(node, exchanges(1));
  expect(await seenBy(node, qtap)).toMatchObject({ documents: [], requests: [], trouble: [], heartbeats: 0 });
  expect(node.journal.entries()).toEqual([]);
});

test('snapshot-undecodable: on SIGHUP a broken file leaves the config before it', async () => {
  await using node = await testNode({ snapshot: config() });
  const file = await configFile(node, stringify(bareConfig()));
  const qtap = await node.qtap({ args: ['--config', file], environment: { LOG_LEVEL: 'debug' } });
  await qtap.said(started);
  await writeFile(file, 'tap: [');
  qtap.kill('SIGHUP');
  await qtap.said('failed to reload config on SIGHUP');
  await reportExchanges(node, exchanges(1));
  expect(await seenBy(node, qtap)).toMatchObject({ documents: [{}], requests: [{}] });
  const said = qtap.lines().map(({ msg }) => msg);
  expect(said).toContain('SIGHUP received, reloading configuration');
  expect(said.filter((line) => /plugin (instance|destroyed)/.test(line))).toEqual([
    'new plugin instance created',
    'plugin destroyed',
  ]);
});

test('a config from a URL is fetched without token, and its copy stands in when a reload fails', async () => {
  const answers = [200, 503];
  const asked: (string | undefined)[] = [];
  const route: EdgeRoute = {
    name: 'config',
    matches: (host) => host === 'config.example',
    recordBodies: false,
    handle(request, response) {
      asked.push(request.headers.authorization);
      response.writeHead(answers.shift() ?? 503);
      response.end(stringify(bareConfig()));
    },
  };
  await using node = await testNode({ snapshot: config(), routes: [route] });
  const args = ['--config=https://config.example/team/tap'];
  const qtap = await node.qtap({ args, environment: { TMPDIR: node.folder } });
  await qtap.said(started);
  const copies = async () => (await readdir(node.folder)).filter((name) => name.startsWith('qtap-config-'));
  expect(await copies()).toEqual(['qtap-config-config.example-team-tap.yaml']);
  qtap.kill('SIGHUP');
  await qtap.said(loaded, 2);
  await reportExchanges(node, exchanges(1));
  expect(await seenBy(node, qtap)).toMatchObject({ documents: [{}], trouble: [] });
  expect(asked).toEqual([undefined, undefined]);
  expect(await copies()).toEqual([]);
  expect(node.qplane.state.calls()).toEqual([]);
});

test('a config from a URL that cannot be had at the start is fatal', async () => {
  await using node = await testNode({ snapshot: config() });
  const qtap = await node.qtap({ args: ['--config=https://nowhere.example/tap'] });
  expect(await qtap.exited).toEqual({ exitCode: 1, signal: null });
  expect(qtap.lines().at(-1)).toMatchObject({ level: 'fatal', msg: 'unable to start config manager' });
});

test('a token passed by flag is found by value sources of type env', async () => {
  await using node = await testNode({ snapshot: config() });
  const args = [`--registration-token=${token}`];
  const qtap = await node.qtap({ args, environment: { REGISTRATION_TOKEN: '' } });
  await qtap.said(started);
  await reportExchanges(node, exchanges(1));
  expect(await seenBy(node, qtap)).toMatchObject({ requests: [{}], heartbeats: 2, trouble: [] });
});

test('status-port, host-port-taken: STATUS_LISTEN is dead, so a second agent finds the port taken', async () => {
  await using node = await testNode({ snapshot: config() });
  const first = await node.qtap({ environment: { STATUS_LISTEN: '0.0.0.0:10005' } });
  await first.said(started);
  // The status server starts last, and a reload waits for the end of the start.
  first.kill('SIGHUP');
  await first.said(loaded, 2);
  expect(await node.get(first, 10001, '/readyz')).toBe('ok\n');
  const second = await node.qtap({ args: ['--status-listen=0.0.0.0:10006'] });
  expect(await second.exited).toEqual({ exitCode: 1, signal: null });
  expect(second.lines().at(-1)).toMatchObject({ level: 'fatal', msg: 'failed to start status server' });
});

test.each([
  [
    'snapshot-invalid: validate says so of a file',
    'tags: [{key: a, source: pod, location: b}]',
    1,
    /^Error: .*tags\[0\]\.source/,
  ],
  ['validate says so of a good file', stringify(bareConfig()), 0, /^Config is valid\.\n$/],
])('%s', async (_, text, exitCode, output) => {
  await using node = await testNode({ snapshot: config() });
  const qtap = await node.qtap({ args: ['validate', await configFile(node, text)] });
  expect(await qtap.exited).toMatchObject({ exitCode });
  expect(qtap.output()).toMatch(output);
  expect(node.journal.entries()).toEqual([]);
});

test('monitor-missing, monitor-misspelt, credentials-in-bucket: records name what was written, objects hold credentials in clear', async () => {
  const headers = { authorization: 'Bearer of-the-trap', cookie: 'sid=of-the-trap' };
  const rule = { name: 'any', trigger_status_codes: ['2xx'], record_req_headers: true };
  const plugins = [
    reportUsage,
    qscan({ monitors: [{ type: 'SSN', record_value: true }] }),
    { type: 'http_capture', config: { level: 'headers' } },
    { type: 'detect_errors', config: { rules: [rule] } },
  ];
  await using node = await testNode({ snapshot: config({ stacks: { scan: { plugins } } }) });
  const qtap = await node.qtap();
  await qtap.said(started);
  await reportExchanges(node, [{ requestHeaders: headers }]);
  const seen = await seenBy(node, qtap);
  const [scanned] = seen.artifacts.filter(({ type }) => type === 'qscan_request');
  expect(scanned?.summary).toEqual({
    verbose: 'false',
    record_document: 'false',
    qscan_cloud: 'false',
    'entity.SSN': 'true',
  });
  expect(seen.documents).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ request: expect.objectContaining({ headers: expect.objectContaining(headers) }) }),
      expect.objectContaining(headers),
    ]),
  );
  expect(seen.artifacts.map(({ type }) => type).sort()).toEqual(['http_transaction', 'qscan_request', 'req-headers']);
  expect(seen.output).not.toContain('of-the-trap');
});
