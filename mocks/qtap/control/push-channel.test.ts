import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { EdgeRoute } from '../../../harness/edge/edge-route.ts';
import { role } from '../../../harness/edge/hosts.ts';
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

test('an announced change is fetched, and one that is refused leaves the old config', async () => {
  await using node = await testNode({ snapshot: guide });
  const qtap = await node.qtap();
  await qtap.said(started);
  const [connection] = node.ably.state.connections();
  expect(connection).toMatchObject({ open: true, channels: ['org_test-deploy'] });
  expect(messages(qtap).filter((message) => message === 'config load completed')).toHaveLength(1);

  node.qplane.state.setSnapshot(token, 'config: [');
  await qtap.said('Failed to fetch config after update notification');
  node.qplane.state.setSnapshot(token, guide.replace('sample_rate: 0.1', 'sample_rate: 0.2'));
  await fetched(node, 3);
  // SIGHUP goes the same way, after what is under way.
  qtap.kill('SIGHUP');
  await fetched(node, 4);
  expect(messages(qtap).filter((message) => message === 'config load completed').length).toBeGreaterThanOrEqual(2);
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
])('without a push channel the start stops before the config, at log level $logLevel', async ({ logLevel, says }) => {
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
});
