import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import type { EdgeRoute } from '../../../harness/edge/edge-route.ts';
import { role } from '../../../harness/edge/hosts.ts';
import { planTraffic } from '../../../harness/traffic/plan-traffic.ts';
import { createReplay } from '../../../harness/traffic/replay/create-replay.ts';
import { deployChannel } from '../../ably/deploy-channel.ts';
import { type TestNode, type TestProgram, testNode, token } from '../testing/test-node.ts';

const guide = readFileSync(new URL('../../../fixtures/snapshots/snapshot.yaml', import.meta.url), 'utf8');
const awaiting = (awaited: string) => ({ signal: AbortSignal.timeout(20_000), awaited });
const started = 'eBPF program loaded and listening';
const messages = (qtap: TestProgram) => qtap.lines().map(({ msg }) => msg);

/** Waits until the agent has fetched its config so many times. */
async function fetched(node: TestNode, times: number): Promise<void> {
  const { state } = node.qplane;
  await state.waitFor(() => state.calls('config').length >= times, awaiting(`fetch ${times} of the config`));
}

test('config-change-live, snapshot-undecodable: an announced change is in force, and one that is refused leaves the config before it', async () => {
  const plan = planTraffic({ seed: 3, exchanges: 40 });
  const replay = createReplay(plan);
  await using node = await testNode({
    snapshot: guide.replaceAll('report_usage', 'no_such_plugin'),
    routes: [replay.route],
  });
  const qtap = await node.qtap();
  await qtap.said(started);
  expect(node.ably.state.connections()).toMatchObject([{ open: true, channels: ['org_test-deploy'] }]);

  node.qplane.state.setSnapshot(token, guide);
  await fetched(node, 2);
  node.qplane.state.setSnapshot(token, 'config: [');
  await qtap.said('Failed to fetch config after update notification');
  const upstream = await node.program('upstream');
  for (const { host } of plan.exchanges) node.service(host, upstream);
  await node.program('workload');
  await replay.ready;
  replay.start();
  await replay.done;
  await node.pulse.state.waitFor(
    () => node.pulse.state.events('request').length === plan.exchanges.length,
    awaiting('what only the second config reports'),
  );
});

test('a change that is announced while it starts is not lost', async () => {
  const held: { until?: Promise<void> } = {};
  const slowPulse: EdgeRoute = {
    name: 'slow-pulse',
    matches: (host) => role(host) === 'pulse',
    recordBodies: true,
    async handle(_, response) {
      await held.until;
      response.writeHead(201);
      response.end('{}');
    },
  };
  await using node = await testNode({ snapshot: guide, routes: [slowPulse] });
  const other = await node.qtap({ environment: { HTTPD_LISTEN: '0.0.0.0:10002' } });
  await other.said(started);
  const pulse = Promise.withResolvers<void>();
  held.until = pulse.promise;
  const qtap = await node.qtap();
  await node.ably.state.waitFor(() => node.ably.state.connections().length === 2, awaiting('its connection'));
  await fetched(node, 2);
  // When the other one has fetched the change, the time in which changes are gathered is over for both.
  node.qplane.state.setSnapshot(token, guide);
  await fetched(node, 3);
  expect(messages(qtap)).not.toContain(started);
  pulse.resolve();
  await qtap.said(started);
  await fetched(node, 4);
});

test('many changes at once are one fetch, and one that came while it was cut off is not missed', async () => {
  await using node = await testNode({ snapshot: guide });
  const qtap = await node.qtap();
  await qtap.said(started);
  for (let change = 0; change < 20; change++) node.qplane.state.setSnapshot(token, guide);
  await fetched(node, 2);
  const isOpen = () => node.ably.state.connections().some(({ open }) => open);
  node.ably.cut();
  await node.ably.state.waitFor(() => !isOpen(), awaiting('the end of the connection'));
  node.qplane.state.setSnapshot(token, guide);
  await fetched(node, 3);
  expect(node.qplane.state.calls('config')).toHaveLength(3);
  expect(node.ably.state.connections()).toMatchObject([{ resumed: 1 }]);
});

test.each([
  { name: 'a key without a secret', ablyToken: 'harness.key', line: 'failed to initialize Ably updater' },
  { name: 'a key of nobody', ablyToken: 'harness.nobody:secret', line: 'failed to register Ably watcher' },
  {
    name: "another organisation's key",
    ablyToken: deployChannel('other').key,
    line: 'failed to register Ably watcher',
  },
])('is fatal: $name', async ({ ablyToken, line }) => {
  await using node = await testNode({ snapshot: guide, qplane: { ablyToken }, furtherOrgIds: ['other'] });
  const qtap = await node.qtap();
  expect(await qtap.exited).toEqual({ exitCode: 1, signal: null });
  expect(qtap.lines().at(-1)).toMatchObject({ level: 'fatal', msg: line });
  expect(qtap.output()).not.toContain(ablyToken);
  expect(node.qplane.state.calls('config')).toEqual([]);
});

const noPush: EdgeRoute = {
  name: 'no-push',
  matches: (host) => role(host) === 'push',
  recordBodies: true,
  handle(_, response) {
    response.writeHead(503);
    response.end();
  },
};

test.each([
  { logLevel: 'info', says: [] },
  { logLevel: 'warn', says: ['Ably: no host answers'] },
])(
  'egress-ably: without a push channel the start stops before the config, at log level $logLevel',
  async ({ logLevel, says }) => {
    await using node = await testNode({ snapshot: guide, routes: [noPush] });
    const qtap = await node.qtap({ environment: { LOG_LEVEL: logLevel } });
    const { journal } = node;
    const tried = () => journal.entries().filter(({ route }) => route === 'no-push');
    // The second round begins after the pause.
    await journal.waitFor(() => tried().length > 6, awaiting('another try of the first host'));
    expect(new Set(tried().map(({ host }) => host)).size).toBe(6);
    expect(node.qplane.state.calls('config')).toEqual([]);
    const starting = logLevel === 'info' ? ['Starting Qtap', 'starting heartbeat'] : [];
    expect([...new Set(messages(qtap))]).toEqual([...starting, ...says]);
    await expect(node.get(qtap, 10001, '/readyz')).rejects.toThrow();
  },
);

/** A push channel that answers the handshake and then does as it likes. */
function misbehaving(act: (socket: WebSocket) => void): EdgeRoute {
  const server = new WebSocketServer({ noServer: true });
  return {
    ...noPush,
    name: 'misbehaving',
    async upgrade(request, socket, head) {
      server.handleUpgrade(request, socket, head, act);
      return 101;
    },
  };
}

test.each([
  { name: 'closes at once', act: (socket: WebSocket) => socket.close() },
  { name: 'says what is no message', act: (socket: WebSocket) => socket.send('null') },
  {
    name: 'lists what is no event',
    act: (socket: WebSocket) => {
      socket.send('{"action":15,"messages":[null]}');
      socket.close();
    },
  },
  { name: 'sends bytes', act: (socket: WebSocket) => socket.send(Buffer.of(1, 2, 3)) },
])('a push channel that $name is tried again after a pause', async ({ act }) => {
  await using node = await testNode({ snapshot: guide, routes: [misbehaving(act)] });
  const qtap = await node.qtap();
  const { journal } = node;
  const tries = () => journal.entries().filter(({ route }) => route === 'misbehaving');
  await journal.waitFor(() => tries().length === 3, awaiting('a third try'));
  const [first, , third] = tries();
  expect((third?.startedAt ?? 0) - (first?.startedAt ?? 0)).toBeGreaterThan(2 * 700);
  expect(messages(qtap)).toEqual(['Starting Qtap', 'starting heartbeat']);
});
