import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { type ClientHttp2Session, connect as connectH2 } from 'node:http2';
import { request as httpsRequest } from 'node:https';
import { connect as connectTcp, createServer } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { connect as connectTls } from 'node:tls';
import { expect, test } from 'vitest';
import { createCertificateAuthority } from '../environments/embedded/certificates/certificate-authority.ts';
import { createEdge, type Edge } from './edge.ts';
import type { EdgeRoute } from './edge-route.ts';
import { qpointCloudStorage } from './qpoint-cloud-storage.ts';

const echo: EdgeRoute = {
  name: 'echo',
  matches: (host) => host === 'echo.example',
  matchesPath: (path) => path.startsWith('/echo'),
  recordBodies: true,
  async handle(request, response, { caller, port, host }) {
    // Whoever reads late must still get every byte.
    await new Promise((resolve) => setImmediate(resolve));
    const body = await text(request);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ body, host, port, pod: caller?.pod }));
  },
};
const store: EdgeRoute = {
  name: 'store',
  matches: (host) => host === 'store.example',
  recordBodies: false,
  async handle(request, response) {
    response.end(String((await buffer(request)).length));
  },
};
const broken: EdgeRoute = {
  name: 'broken',
  matches: (host) => host === 'broken.example',
  recordBodies: true,
  handle() {
    throw new Error('no disk');
  },
};
const silent: EdgeRoute = { ...broken, name: 'silent', matches: (host) => host === 'silent.example', handle() {} };

async function started(options: { maxJournalBodyBytes?: number; keepsJournal?: boolean } = {}) {
  const ca = await createCertificateAuthority({ runId: 'test' });
  const routes = [echo, store, broken, silent, ...qpointCloudStorage()];
  const edge = await createEdge({ ca, routes, ...options });
  const { port } = await edge.listen();
  return { edge, port, ca: ca.certPem, [Symbol.asyncDispose]: () => edge[Symbol.asyncDispose]() };
}

interface Call {
  port: number;
  host: string;
  ca?: string;
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

async function https({ port, host, ca, method = 'POST', path = '/', headers = {}, body }: Call) {
  const options = { host: '127.0.0.1', port, method, path, agent: false, headers: { host, ...headers } };
  const request = ca === undefined ? httpRequest(options) : httpsRequest({ ...options, servername: host, ca });
  request.end(body);
  const [response] = await once(request, 'response');
  return { status: response.statusCode as number, body: await text(response) };
}

async function h2(session: ClientHttp2Session, headers: Record<string, string>, body = '') {
  const stream = session.request({ ':method': 'POST', ':path': '/', ...headers });
  stream.end(body);
  const [answer] = await once(stream, 'response');
  return { status: answer[':status'] as number, body: await text(stream) };
}

const awaitExchange = (edge: Edge, predicate: Parameters<Edge['journal']['waitFor']>[0]) =>
  edge.journal.waitFor(predicate, { signal: AbortSignal.timeout(20_000) });

test('HTTP/1.1 over TLS reaches the route of its host and is journalled with the bytes of its body', async () => {
  await using run = await started();
  const answer = await https({
    ...run,
    host: 'Echo.Example',
    path: '/a?b=c',
    body: 'hello',
    headers: { authorization: 'Bearer t' },
  });
  expect(JSON.parse(answer.body)).toEqual({ body: 'hello', host: 'echo.example', port: run.port });
  const exchange = await awaitExchange(run.edge, ({ status }) => status !== undefined);
  expect(exchange).toMatchObject({
    ...{ number: 1, caller: undefined, host: 'echo.example', port: run.port, protocol: 'http/1.1', method: 'POST' },
    ...{ path: '/a?b=c', requestBytes: 5, status: 200, route: 'echo', failure: undefined },
    requestHeaders: { authorization: 'Bearer t' },
    responseBytes: Buffer.byteLength(answer.body),
  });
  expect(exchange.requestBody.toString()).toBe('hello');
});

test('h2 over TLS multiplexes, and the authority decides', async () => {
  await using run = await started();
  const session = connectH2(`https://127.0.0.1:${run.port}`, { ca: run.ca, servername: 'echo.example' });
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => h2(session, { ':authority': `echo.example:${run.port}` }, `body ${n}`)),
  );
  session.close();
  expect(answers.map(({ body }) => JSON.parse(body).body)).toEqual(answers.map((_, n) => `body ${n}`));
  const exchange = await awaitExchange(run.edge, ({ number, status }) => number === 20 && status === 200);
  expect(exchange).toMatchObject({ protocol: 'h2', responseBytes: Buffer.byteLength(answers[19]?.body ?? '') });
  expect(exchange.requestHeaders).not.toHaveProperty(':path');
});

test('h2c with prior knowledge and HTTP/1.1 share a port with TLS', async () => {
  await using run = await started();
  const session = connectH2(`http://127.0.0.1:${run.port}`);
  const overH2c = await h2(session, { ':authority': 'echo.example' }, 'x');
  session.close();
  const overHttp = await https({ ...run, ca: undefined, host: 'echo.example', body: 'y' });
  expect([overH2c, overHttp].map(({ body }) => JSON.parse(body).body)).toEqual(['x', 'y']);
  expect(run.edge.journal.entries().map(({ protocol }) => protocol)).toEqual(['h2', 'http/1.1']);
});

test('a request that dribbles in byte by byte is told apart all the same', async () => {
  await using run = await started();
  const socket = connectTcp(run.port, '127.0.0.1').setNoDelay(true);
  for (const byte of 'PUT / HTTP/1.1\r\nHost: echo.example\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok') {
    socket.write(byte);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await text(socket)).toContain('"body":"ok"');
});

test('a connection that a pod opened is journalled under its name and the port it dialled', async () => {
  await using run = await started();
  const caller = { namespace: 'qpoint', pod: 'qtap-x', node: 'node-a' };
  const server = createServer((socket) => run.edge.accept(socket, { caller, port: 443 })).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  const answer = await https({ ca: run.ca, port: address.port, host: 'echo.example', body: '' });
  server.close();
  expect(JSON.parse(answer.body)).toMatchObject({ pod: 'qtap-x', port: 443 });
  expect(run.edge.journal.entries()).toMatchObject([{ caller, port: 443 }]);
});

test('the own address routes by path', async () => {
  await using run = await started();
  const known = await https({ ...run, host: 'localhost', path: '/echo/1' });
  const unknown = await https({ ...run, ca: undefined, host: `127.0.0.1:${run.port}`, path: '/nothing' });
  expect([known.status, unknown.status]).toEqual([200, 421]);
  expect(run.edge.journal.entries().map(({ route }) => route)).toEqual(['echo', undefined]);
});

test('an unknown host gets its certificate, a refusal that names it, and its body is evidence', async () => {
  await using run = await started({ maxJournalBodyBytes: 1000 });
  const body = Buffer.alloc(300_000, 'payload ');
  const answer = await https({ ...run, host: 'evil.example', body });
  expect(answer.status).toBe(421);
  expect(answer.body).toContain('evil.example');
  const exchange = await awaitExchange(run.edge, ({ status }) => status === 421);
  expect(exchange).toMatchObject({ host: 'evil.example', route: undefined, requestBytes: 300_000 });
  expect(exchange.requestBody.equals(body.subarray(0, 1000))).toBe(true);
});

test('a route that does not record bodies still counts them', async () => {
  await using run = await started();
  expect((await https({ ...run, host: 'store.example', body: 'secret' })).body).toBe('6');
  expect(run.edge.journal.entries()).toMatchObject([{ requestBytes: 6, requestBody: Buffer.alloc(0) }]);
});

test('a route that throws answers 500 and its failure stands in the journal', async () => {
  await using run = await started();
  expect((await https({ ...run, host: 'broken.example' })).status).toBe(500);
  expect(run.edge.journal.entries()).toMatchObject([{ status: 500, failure: 'route broken threw: no disk' }]);
});

test('a client that does not trust the CA leaves a trace with the host it meant', async () => {
  await using run = await started();
  const socket = connectTls({ host: '127.0.0.1', port: run.port, servername: 'api.qpoint.io' });
  await once(socket, 'error');
  const exchange = await awaitExchange(run.edge, ({ host }) => host === 'api.qpoint.io');
  expect(exchange).toMatchObject({ method: '', status: undefined, route: undefined, port: run.port });
  expect(exchange.failure).toContain('may not trust');
});

test.each(['h2', 'http/1.1'])('a client that hangs up after the handshake over %s leaves a trace', async (protocol) => {
  await using run = await started();
  const options = { host: '127.0.0.1', port: run.port, servername: 'api.qpoint.io', ca: run.ca };
  const socket = connectTls({ ...options, ALPNProtocols: [protocol] });
  await once(socket, 'secureConnect');
  socket.end();
  const exchange = await awaitExchange(run.edge, ({ host }) => host === 'api.qpoint.io');
  expect(exchange).toMatchObject({ method: '', protocol });
  expect(exchange.failure).toContain('without a request');
});

test('malformed HTTP is answered 400 and journalled, plain and in TLS', async () => {
  await using run = await started();
  const plain = connectTcp(run.port, '127.0.0.1');
  plain.end('NONSENSE\r\n\r\n');
  expect(await text(plain)).toContain('400 Bad Request');
  const secure = connectTls({ host: '127.0.0.1', port: run.port, servername: 'echo.example', ca: run.ca });
  secure.write('NONSENSE\r\n\r\n');
  expect(await text(secure)).toContain('400 Bad Request');
  await awaitExchange(run.edge, ({ number }) => number === 2);
  expect(run.edge.journal.entries().map(({ host, failure }) => [host, failure?.slice(0, 14)])).toEqual([
    ['', 'malformed HTTP'],
    ['echo.example', 'malformed HTTP'],
  ]);
});

test('garbage after the h2 preface is journalled and ends only its connection', async () => {
  await using run = await started();
  const socket = connectTcp(run.port, '127.0.0.1').on('error', () => undefined);
  socket.write(`PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${'garbage'.repeat(10)}`);
  socket.resume();
  await once(socket, 'close');
  expect(await awaitExchange(run.edge, () => true)).toMatchObject({ protocol: 'h2', method: '' });
  expect((await https({ ...run, host: 'echo.example' })).status).toBe(200);
});

test('a client that breaks off in the middle of its body is recorded', async () => {
  await using run = await started();
  const arrived = Promise.withResolvers<void>();
  const socket = connectTcp(run.port, '127.0.0.1');
  socket.write('POST /half HTTP/1.1\r\nHost: echo.example\r\nContent-Length: 100\r\n\r\nhalf');
  using _ = run.edge.journal.onChange(() => arrived.resolve());
  await arrived.promise;
  socket.destroy();
  const overHttp = await awaitExchange(run.edge, ({ failure }) => failure !== undefined);
  expect(overHttp).toMatchObject({ path: '/half', requestBytes: 4 });

  const session = connectH2(`http://127.0.0.1:${run.port}`).on('error', () => undefined);
  const stream = session.request({ ':method': 'POST', ':path': '/h2', ':authority': 'echo.example' });
  stream.on('error', () => undefined);
  stream.write('half');
  await awaitExchange(run.edge, ({ path }) => path === '/h2');
  session.destroy();
  const overH2 = await awaitExchange(run.edge, ({ path, failure }) => path === '/h2' && failure !== undefined);
  expect(overH2.failure).toBeDefined();
});

test("Qpoint's own storage behaves as that cloud would, and what lands there is seen", async () => {
  await using run = await started();
  const asset = { ...run, host: 'warehouse.qpoint.io', path: `/assets/${'a'.repeat(40)}` };
  const statuses = [
    await https({ ...asset, method: 'HEAD' }),
    await https({ ...asset, method: 'PUT', body: 'payload' }),
    await https({ ...asset, method: 'HEAD' }),
  ];
  expect(statuses.map(({ status }) => status)).toEqual([404, 201, 200]);
  expect(run.edge.journal.entries()[1]?.requestBody.toString()).toBe('payload');
  const s3 = await https({
    ...run,
    host: 's3.warehouse.qpoint.io',
    method: 'GET',
    headers: {
      authorization: 'AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260304/us-east-1/s3/aws4_request, Signature=x',
    },
  });
  expect(s3.status).toBe(403);
  expect(s3.body).toContain('<Code>InvalidAccessKeyId</Code>');
});

test('waiting in vain says what was awaited and what was seen last', async () => {
  await using run = await started();
  await https({ ...run, host: 'evil.example', method: 'GET' });
  const controller = new AbortController();
  const waiting = run.edge.journal.waitFor(() => false, { signal: controller.signal, awaited: 'a ping of Qtap' });
  controller.abort(new Error('deadline'));
  await expect(waiting).rejects.toThrow(
    'Awaited a ping of Qtap in vain: the Edge saw 1 exchanges, the last one GET to evil.example with status 421.',
  );
});

test('disposal closes connections that are in use at once', async () => {
  const run = await started();
  const socket = connectTcp(run.port, '127.0.0.1').on('error', () => undefined);
  socket.write('GET / HTTP/1.1\r\nHost: silent.example\r\n\r\n');
  await awaitExchange(run.edge, ({ host }) => host === 'silent.example');
  const closed = once(socket, 'close');
  await run.edge[Symbol.asyncDispose]();
  await closed;
  await expect(https({ ...run, host: 'echo.example' })).rejects.toThrow('ECONNREFUSED');
});

test('a journal that does not keep forgets an exchange at its end, and has told of it', async () => {
  await using run = await started({ keepsJournal: false });
  const told: number[] = [];
  using _ = run.edge.journal.onChange(({ number, status }) => void (status !== undefined && told.push(number)));
  for (const path of ['/a', '/b']) await https({ port: run.port, host: 'echo.example', path });
  expect(told).toEqual([1, 2]);
  expect(run.edge.journal.entries()).toEqual([]);
});
