import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ForwardPort } from '../../node-agent.ts';
import { httpsCall } from '../../testing/https-call.ts';
import { nodeAgentStub } from '../../testing/node-agent-stub.ts';
import { startTestServer } from '../../testing/start-test-server.ts';
import { openWebSocket, upgradeRequest } from '../../testing/stream-request.ts';
import { SpdyClient } from './testing/spdy-client.ts';
import { Tunnel } from './testing/tunnel.ts';

const path = '/api/v1/namespaces/default/pods/p/portforward';
const tunnel = 'SPDY/3.1+portforward.k8s.io';
const spdy = { Upgrade: 'SPDY/3.1', 'X-Stream-Protocol-Version': 'portforward.k8s.io' };
const webSocket = {
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
  'Sec-WebSocket-Protocol': tunnel,
};

/** A server with pod `p`, whose port 1 is refused and whose other ports echo, the port's number first. */
async function startServer() {
  const portForward: ForwardPort = async (port, stream) => {
    if (port === 1) throw new Error('connection refused');
    stream.write(`${port}:`);
    stream.pipe(stream);
    await once(stream, 'close');
  };
  const local = await startTestServer(nodeAgentStub({ portForward: () => portForward }));
  const spec = { containers: [{ name: 'c', image: 'x' }] };
  for (const name of ['p', 'unbound'])
    local.state.api.create('Pod', { metadata: { name, namespace: 'default' }, spec });
  local.state.api.bind({ namespace: 'default', name: 'p' }, 'node-1');
  return local;
}

type Local = Awaited<ReturnType<typeof startServer>>;

const clients = {
  'SPDY/3.1': async ({ endpoint }: Local) => {
    const upgraded = await upgradeRequest(endpoint, path, spdy);
    if (!('socket' in upgraded)) throw new Error(upgraded.text);
    expect(upgraded.answer.headers).toMatchObject({
      upgrade: 'SPDY/3.1',
      'x-stream-protocol-version': 'portforward.k8s.io',
    });
    return new SpdyClient(upgraded.socket);
  },
  'a WebSocket': async ({ endpoint }: Local) => {
    const upgraded = await upgradeRequest(endpoint, path, webSocket, 'GET');
    if (!('socket' in upgraded)) throw new Error(upgraded.text);
    expect(upgraded.answer.headers).toMatchObject({ 'sec-websocket-protocol': tunnel });
    return new SpdyClient(new Tunnel(upgraded.socket));
  },
};

function openPair(client: SpdyClient, port: number, requestID: number): { error: number; data: number } {
  const headers = (streamtype: string) => ({ streamtype, port: String(port), requestid: String(requestID) });
  return { error: client.open(headers('error'), true), data: client.open(headers('data')) };
}

test.each(Object.entries(clients))('several ports and connections over %s', async (_, connect) => {
  await using local = await startServer();
  const client = await connect(local);
  for (const [index, port] of [80, 8080, 80].entries()) {
    const { data } = openPair(client, port, index);
    client.data(data, 'hello', true);
    expect(await client.readAll(data)).toBe(`${port}:hello`);
  }
  const { error } = openPair(client, 1, 9);
  expect(await client.readAll(error)).toBe('connection refused');
  client.transport.destroy();
});

test('a client that names no requests has its streams paired by their numbers', async () => {
  await using local = await startServer();
  const client = await clients['SPDY/3.1'](local);
  client.open({ streamtype: 'error', port: '80' }, true);
  const data = client.open({ streamtype: 'data', port: '80' });
  client.data(data, 'hello', true);
  expect(await client.readAll(data)).toBe('80:hello');
});

test('a second stream of one kind is told so', async () => {
  await using local = await startServer();
  const client = await clients['SPDY/3.1'](local);
  const headers = { streamtype: 'error', port: '80', requestid: '1' };
  const first = client.open(headers);
  client.open(headers);
  for (let frame = await client.next(); frame; frame = await client.next()) {
    if (frame.type !== 'data') continue;
    expect(frame).toMatchObject({ stream: first });
    expect(frame.data.toString()).toBe('error processing stream for request 1: error stream already assigned');
    break;
  }
});

test.each<Record<string, string>>([
  { port: '0' },
  { port: '70000' },
  { port: 'http' },
  {},
  { port: '80', streamtype: 'other' },
])('a stream with headers %j is refused', async (headers) => {
  await using local = await startServer();
  const client = await clients['SPDY/3.1'](local);
  client.open({ streamtype: 'data', ...headers });
  expect(await client.next()).toMatchObject({ type: 'rstStream', status: 3 });
});

test('WebSocket channels carry a pair a port, which starts with its number', async () => {
  await using local = await startServer();
  const socket = openWebSocket(local.endpoint, `${path}?ports=258&ports=1`, ['v4.channel.k8s.io']);
  const channels = ['', '', '', ''];
  const heard = Promise.withResolvers<void>();
  socket.on('message', (message: Buffer) => {
    channels[message[0] ?? 0] += message.toString('latin1', 1);
    if (channels[0]?.endsWith('hello') && channels[3]?.endsWith('refused')) heard.resolve();
  });
  await once(socket, 'open');
  socket.send(Buffer.from('\0hello'));
  await heard.promise;
  expect(channels).toEqual(['\x02\x01258:hello', '\x02\x01', '\x01\0', '\x01\0connection refused']);
  socket.terminate();
});

test('what cannot become a connection is answered as a request', async () => {
  await using local = await startServer();
  const { endpoint } = local;
  const plain = await httpsCall(endpoint, path, { method: 'POST' });
  expect([plain.status, JSON.parse(plain.text).message]).toEqual([400, 'Upgrade request required']);
  const declined = async (place: string, headers: Record<string, string>) => {
    const answer = await upgradeRequest(endpoint, place, headers);
    if ('socket' in answer) throw new Error('The server spoke SPDY where it must not.');
    return [answer.status, JSON.parse(answer.text).message];
  };
  expect(await declined(path, { Upgrade: 'h2c' })).toEqual([400, 'Upgrade request required']);
  expect(await declined(path, { ...spdy, 'X-Stream-Protocol-Version': 'other' })).toEqual([
    403,
    'unable to upgrade: unable to negotiate protocol: client supports [other], server accepts [portforward.k8s.io]',
  ]);
  expect(await declined(path.replace('/p/', '/none/'), spdy)).toEqual([404, 'pods "none" not found']);
  expect(await declined(path.replace('/p/', '/unbound/'), spdy)).toEqual([
    400,
    'pod unbound does not have a host assigned',
  ]);
  expect(await declined(path, { ...spdy, Authorization: 'Bearer wrong' })).toEqual([401, 'Unauthorized']);
  const socket = openWebSocket(endpoint, path, ['other']);
  const [, refused] = await once(socket, 'unexpected-response');
  expect(refused.statusCode).toBe(400);
  refused.destroy();
});

test('whatever comes over an upgraded connection, the server lives on', async () => {
  await using local = await startServer();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.values(clients)),
      fc.uint8Array({ maxLength: 60 }),
      async (connect, bytes) => {
        const client = await connect(local);
        openPair(client, 80, 1);
        client.transport.write(Buffer.from(bytes));
        client.transport.end();
        while (await client.next());
      },
    ),
    { numRuns: 30 },
  );
  expect((await httpsCall(local.endpoint, '/healthz')).text).toBe('ok');
});

test('whatever a client asks to speak, it gets an answer', async () => {
  await using local = await startServer();
  const word = fc.constantFrom(
    'SPDY/3.1',
    'websocket',
    'h2c',
    '13',
    '8',
    tunnel,
    'v4.channel.k8s.io',
    ',',
    'x'.repeat(16),
  );
  const names = ['Upgrade', 'X-Stream-Protocol-Version', ...Object.keys(webSocket)];
  const headers = fc.dictionary(fc.constantFrom(...names), word, { maxKeys: 5 });
  const query = fc.constantFrom('', '?ports=', '?ports=80', '?ports=a', '?ports=0,80', '?ports=70000');
  await fc.assert(
    fc.asyncProperty(headers, query, fc.constantFrom('GET', 'POST', 'PUT'), async (given, search, method) => {
      const answer = await upgradeRequest(local.endpoint, path + search, { Upgrade: 'websocket', ...given }, method);
      if ('socket' in answer) answer.socket.destroy();
      else expect(answer.status).toBeGreaterThanOrEqual(400);
    }),
    { numRuns: 60 },
  );
});

test('a server that stops cuts its connections', async () => {
  const local = await startServer();
  const client = await clients['SPDY/3.1'](local);
  const { data } = openPair(client, 80, 1);
  const end = client.readAll(data);
  await local[Symbol.asyncDispose]();
  expect(await end).toMatch(/^(80:)?$/);
});
