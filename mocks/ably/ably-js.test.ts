import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { type ErrorInfo, type InboundMessage, Realtime } from 'ably';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createEdge, type Edge } from '../../harness/edge/edge.ts';
import {
  type CertificateAuthority,
  createCertificateAuthority,
} from '../../harness/environments/embedded/certificates/certificate-authority.ts';
import { type Ably, type AblyOptions, createAbly } from './ably.ts';
import { ablyRoute } from './ably-route.ts';
import { deployChannel } from './deploy-channel.ts';

const { key, channel: channelName } = deployChannel('org_e2e');

const run: { ca?: CertificateAuthority } = {};
const trusted = getCACertificates('default');

beforeAll(async () => {
  run.ca = await createCertificateAuthority({ runId: 'test' });
  setDefaultCACertificates([...trusted, run.ca.certPem]);
});
afterAll(() => setDefaultCACertificates(trusted));

interface Served {
  readonly ably: Ably;
  readonly edge: Edge;
  readonly port: number;
}

async function serve(options: Partial<AblyOptions> = {}): Promise<Served> {
  if (run.ca === undefined) throw new Error('The certificate authority was not made.');
  const ably = createAbly({ orgIds: ['org_e2e', 'other'], ...options });
  const edge = await createEdge({ ca: run.ca, routes: [ablyRoute(ably)] });
  onTestFinished(() => edge[Symbol.asyncDispose]());
  return { ably, edge, port: (await edge.listen()).port };
}

/** Ably's own client, aimed at the Edge instead of Ably's hosts. */
function connect(port: number, more: object = {}): Realtime {
  const client = new Realtime({
    key,
    endpoint: 'localhost',
    tlsPort: port,
    fallbackHosts: [],
    logLevel: 0,
    // What the server does not let it do is an error, not a word in the log.
    strictMode: true,
    disconnectedRetryTimeout: 50,
    ...more,
  });
  onTestFinished(() => client.close());
  return client;
}

describe.each([{ useBinaryProtocol: true }, { useBinaryProtocol: false }])('ably-js, %o', (format) => {
  test('hears what is announced, with its data', async () => {
    const { ably, port } = await serve();
    const client = connect(port, format);
    const heard = Promise.withResolvers<InboundMessage>();
    await client.channels.get(channelName).subscribe('config.changed', heard.resolve);
    ably.publish(channelName, 'other.event');
    ably.publish(channelName, 'config.changed', 'ä');
    const message = await heard.promise;
    expect(message).toMatchObject({ name: 'config.changed', data: 'ä' });
    expect(message.timestamp).toBeGreaterThan(Date.now() - 60_000);
    expect(ably.state.connections()).toMatchObject([
      { orgId: 'org_e2e', open: true, channels: [channelName], format: format.useBinaryProtocol ? 'msgpack' : 'json' },
    ]);
  });

  test('loses nothing that is announced while its connection is cut', async ({ signal }) => {
    const { ably, port } = await serve();
    const client = connect(port, format);
    const heard: unknown[] = [];
    const channel = client.channels.get(channelName);
    await channel.subscribe((message) => void heard.push(message.data));
    ably.publish(channelName, 'config.changed', 'before');
    const away = client.connection.once('disconnected');
    ably.cut();
    await away;
    ably.publish(channelName, 'config.changed', 'meanwhile');
    await ably.state.waitFor(() => ably.state.connections().some(({ resumed }) => resumed === 1), { signal });
    const last = Promise.withResolvers<void>();
    await channel.subscribe('end', () => last.resolve());
    ably.publish(channelName, 'end');
    await last.promise;
    expect(heard.filter((data) => data !== undefined)).toEqual(['before', 'meanwhile']);
    expect(ably.state.connections()).toHaveLength(1);
  });

  test('publishes, pings, detaches and closes', async () => {
    const { ably, port } = await serve();
    const client = connect(port, format);
    const channel = client.channels.get(channelName);
    const heard = Promise.withResolvers<InboundMessage>();
    await channel.subscribe(heard.resolve);
    expect(channel.modes?.toSorted()).toEqual(['publish', 'subscribe']);
    await channel.publish('config.changed', { by: 'hand' });
    expect((await heard.promise).data).toEqual({ by: 'hand' });
    expect(await client.connection.ping()).toBeGreaterThanOrEqual(0);
    await channel.detach();
    expect(ably.state.connections()[0]?.channels).toEqual([]);
    client.close();
    await client.connection.whenState('closed');
  });
});

test('a connection that was gone too long begins anew, and attaches again', async ({ signal }) => {
  const clock = { ahead: 0 };
  const { ably, port } = await serve({ now: () => Date.now() + clock.ahead });
  const client = connect(port);
  const channel = client.channels.get(channelName);
  await channel.attach();
  const away = client.connection.once('disconnected');
  ably.cut();
  await away;
  clock.ahead = 121_000;
  const update = channel.whenState('attached');
  await ably.state.waitFor(() => ably.state.connections().some(({ open }, index) => open && index === 1), { signal });
  await update;
  await ably.state.waitFor(() => ably.state.connections()[1]?.channels.includes(channelName) === true, { signal });
});

test('a key of nobody fails the connection, a channel of another organisation the channel', async () => {
  const { ably, port } = await serve();
  const stranger = connect(port, { key: 'wrong.key:secret' });
  const { reason } = await stranger.connection.once('failed');
  expect(reason).toMatchObject({ code: 40101, statusCode: 401 });
  const refused = connect(port).channels.get(deployChannel('other').channel).attach();
  await expect(refused).rejects.toMatchObject({ code: 40160 } satisfies Partial<ErrorInfo>);
  expect(ably.state.refusals()).toMatchObject([{ reason: 'key' }, { reason: 'channel', channel: 'other-deploy' }]);
});
