import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { createEdge } from '../../harness/edge/edge.ts';
import { redactedExchange } from '../../harness/edge/redacted-exchange.ts';
import { createCertificateAuthority } from '../../harness/environments/embedded/certificates/certificate-authority.ts';
import { createAbly } from './ably.ts';
import { ablyRoute } from './ably-route.ts';
import { deployChannel } from './deploy-channel.ts';
import type { FrameFormat } from './frame-codec.ts';
import { decodeFrame, encodeFrame } from './frame-codec.ts';
import { action, type ProtocolMessage } from './protocol-message.ts';

const { key, channel } = deployChannel('org_e2e');

async function serve() {
  const ca = await createCertificateAuthority({ runId: 'test' });
  const ably = createAbly({ orgIds: ['org_e2e'] });
  const edge = await createEdge({ ca, routes: [ablyRoute(ably)] });
  onTestFinished(() => edge[Symbol.asyncDispose]());
  const { port } = await edge.listen();
  const open = (format: FrameFormat, path = '/', as = key) =>
    new WebSocket(`wss://localhost:${port}${path}?key=${as}&format=${format}&v=2`, { ca: ca.certPem });
  return { ably, edge, port, ca, open };
}

/** Sends a frame, closes after it, and gives what the server said and the code with which it ended. */
async function converse(socket: WebSocket, format: FrameFormat, frame: Uint8Array) {
  const said: (ProtocolMessage | undefined)[] = [];
  socket.on('message', (data) => said.push(decodeFrame(new Uint8Array(data as Buffer), format)));
  socket.on('error', () => undefined);
  await once(socket, 'open');
  socket.send(frame, { binary: format === 'msgpack' });
  socket.send(encodeFrame({ action: action.close }, format), { binary: format === 'msgpack' });
  const [code] = (await once(socket, 'close')) as [number];
  return { said: said.map((message) => message?.action), code };
}

test.each(['json', 'msgpack'] as const)(
  'whatever a client sends in %s, it is answered and the connection ends',
  async (format) => {
    const { ably, open } = await serve();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 64 }), async (frame) => {
        const { said, code } = await converse(open(format), format, frame);
        expect(said[0]).toBe(action.connected);
        // Text that is no UTF-8 is not even read.
        if (decodeFrame(frame, format) === undefined)
          expect([said[1] ?? action.error, code]).toEqual([action.error, 1007]);
        // What says nothing here is passed over, and the client ends it.
        else expect(said.at(-1)).toBe(action.closed);
      }),
      { numRuns: 50 },
    );
    expect(ably.state.connections().filter((connection) => connection.open)).toEqual([]);
  },
);

test('a frame beyond the limit ends its connection and no other', async () => {
  const { ably, open } = await serve();
  const other = open('json');
  await once(other, 'open');
  const { code } = await converse(open('json'), 'json', Buffer.alloc(ably.settings.maxFrameSize + 1, ' '));
  expect(code).toBe(1009);
  other.send(encodeFrame({ action: action.attach, channel }, 'json'));
  await ably.state.waitFor(() => ably.state.connections()[0]?.channels[0] === channel, {
    signal: AbortSignal.timeout(20_000),
  });
  other.terminate();
});

test('another path has no WebSocket', async () => {
  const { edge, open } = await serve();
  const [error] = (await once(open('json', '/elsewhere'), 'error')) as [Error];
  expect(error.message).toContain('404');
  expect(edge.journal.entries()).toMatchObject([{ route: 'push', status: 404 }]);
});

test('one whose key is refused cannot do more harm than another', async () => {
  const { ably, open } = await serve();
  const { said } = await converse(open('json', '/', 'wrong.key:x'), 'json', Buffer.of(0xff, 0xfe));
  expect(said[0]).toBe(action.error);
  await converse(open('msgpack', '/', 'wrong.key:x'), 'msgpack', Buffer.alloc(ably.settings.maxFrameSize + 1));
  expect(ably.state.refusals()).toHaveLength(2);
});

test.each([
  ['too deep for MessagePack', 150],
  ['too deep for anybody', 10_000],
])('data %s reaches nobody, and the event does', async (_, depth) => {
  const { open } = await serve();
  const listener = open('msgpack');
  await once(listener, 'open');
  listener.send(encodeFrame({ action: action.attach, channel }, 'msgpack'), { binary: true });
  const heard = Promise.withResolvers<ProtocolMessage>();
  const attached = Promise.withResolvers<void>();
  listener.on('message', (data) => {
    const message = decodeFrame(new Uint8Array(data as Buffer), 'msgpack');
    if (message?.action === action.attached) attached.resolve();
    if (message?.action === action.message) heard.resolve(message);
  });
  await attached.promise;
  const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`;
  const frame = `{"action":15,"channel":"${channel}","messages":[{"name":"config.changed","data":${deep}}]}`;
  await converse(open('json'), 'json', Buffer.from(frame));
  expect((await heard.promise).messages).toEqual([{ name: 'config.changed' }]);
  listener.terminate();
});

test('what a client sends is in the journal, and a report of it has no key', async () => {
  const { edge, open } = await serve();
  const frame = Buffer.from(`{"action":15,"channel":"${channel}","messages":[{"data":"a planted value"}]}`);
  await converse(open('json'), 'json', frame);
  const [entry] = edge.journal.entries();
  expect(entry).toMatchObject({ route: 'push', status: 101, method: 'GET' });
  expect(entry?.requestBody.toString()).toContain('a planted value');
  expect(entry?.responseBytes).toBeGreaterThan(100);
  if (entry !== undefined) expect(JSON.stringify(redactedExchange(entry))).not.toContain(key.split(':')[1]);
});

test('a handshake that is none is refused, and the journal says so', async () => {
  const { edge, port, ca } = await serve();
  const headers = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
  const asked = request({ host: 'localhost', port, ca: ca.certPem, path: '/', headers }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  expect(answer.statusCode).toBe(400);
  answer.resume();
  expect(edge.journal.entries()).toMatchObject([{ route: 'push', status: 400 }]);
});

test.each([
  ['/time', 200, /^\[\d{13}\]$/],
  ['/is-the-internet-up.txt', 200, /^yes\n$/],
  ['/channels/x/messages', 404, /"code":40400/],
])('beside its WebSocket %s is answered with %i', async (path, status, body) => {
  const { port, ca } = await serve();
  const asked = request({ host: 'localhost', port, ca: ca.certPem, path, headers: { host: 'rest.ably.io' } }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  expect(answer.statusCode).toBe(status);
  expect(await text(answer)).toMatch(body);
});

test('a connection that is resumed before its end was seen, or attaches twice, hears nothing twice', async () => {
  const { ably, open } = await serve();
  const first = await client(open('json'));
  first.send({ action: action.attach, channel });
  const { channelSerial } = await first.next(action.attached);
  ably.announce('org_e2e');
  await first.next(action.message);
  // It asks again from where it began, as if the event were still on its way.
  first.send({ action: action.attach, channel, ...(channelSerial !== undefined && { channelSerial }) });
  await first.next(action.attached);
  first.send({ action: action.heartbeat, id: 'end' });
  await first.next(action.heartbeat);
  expect(first.heard().filter((message) => message.action === action.message)).toHaveLength(1);

  const resume = first.heard()[0]?.connectionDetails?.connectionKey;
  const second = await client(open('json', '/', `${key}&resume=${resume}`));
  ably.announce('org_e2e');
  second.send({ action: action.attach, channel, channelSerial: String(channelSerial) });
  await second.next(action.attached);
  second.send({ action: action.heartbeat, id: 'end' });
  await second.next(action.heartbeat);
  expect(second.heard().map((message) => message.action)).toEqual([
    ...[action.connected, action.attached, action.message, action.message, action.heartbeat],
  ]);
  second.close();
});

/** Speaks JSON with the server, and waits for what it says. */
async function client(socket: WebSocket) {
  const heard: ProtocolMessage[] = [];
  const taken = new Set<ProtocolMessage>();
  socket.on('message', (data) => heard.push(JSON.parse(String(data))));
  socket.on('error', () => undefined);
  await once(socket, 'open');
  return {
    heard: () => heard,
    send: (message: ProtocolMessage) => socket.send(JSON.stringify(message)),
    close: () => socket.terminate(),
    async next(wanted: number): Promise<ProtocolMessage> {
      for (;;) {
        const message = heard.find((candidate) => candidate.action === wanted && !taken.has(candidate));
        if (message !== undefined) {
          taken.add(message);
          return message;
        }
        await once(socket, 'message');
      }
    },
  };
}
