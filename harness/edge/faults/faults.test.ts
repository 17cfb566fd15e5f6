import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect as connectH2, constants } from 'node:http2';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { Code, ConnectError, createClient } from '@connectrpc/connect';
import { createConnectTransport, createGrpcTransport, createGrpcWebTransport } from '@connectrpc/connect-node';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createAbly } from '../../../mocks/ably/ably.ts';
import { ablyRoute } from '../../../mocks/ably/ably-route.ts';
import { EventStoreService } from '../../../mocks/proto/gen/eventstore/v1/event_store_pb.js';
import { QscanSchedulerService } from '../../../mocks/proto/gen/qscan/v1/scheduler_pb.js';
import { createPulse } from '../../../mocks/pulse/pulse.ts';
import { pulseRoute } from '../../../mocks/pulse/pulse-route.ts';
import { createCertificateAuthority } from '../../environments/embedded/certificates/certificate-authority.ts';
import { createEdge } from '../edge.ts';
import type { EdgeRoute } from '../edge-route.ts';
import type { Fault, FaultRule } from './fault.ts';
import { createFaultPlan } from './fault-plan.ts';

const host = 'files.example';
const body = 'an answer of some length, as a store gives it';
const headers = { authorization: 'Bearer token-of-the-test' };

/** A service that counts what it sees, Pulse and the push channel, behind an Edge with faults. */
async function behind(...rules: readonly FaultRule[]) {
  const seen = { files: 0, paths: [] as (string | undefined)[], tookAll: [] as boolean[] };
  const files: EdgeRoute = {
    name: 'files',
    matches: (name) => name === host,
    recordBodies: true,
    async handle(request, response) {
      await text(request);
      seen.files++;
      seen.paths.push(request.url);
      response.writeHead(200, { 'content-type': 'text/plain', 'content-length': body.length });
      seen.tookAll.push(response.write(body.slice(0, 20)));
      response.end(body.slice(20));
    },
  };
  const pulse = createPulse({ environments: [{ token: 'token-of-the-test', orgId: 'org_test' }] });
  const faults = createFaultPlan({ seed: 1 });
  for (const rule of rules) faults.add(rule);
  const ca = await createCertificateAuthority({ runId: 'faults' });
  const routes = [files, pulseRoute(pulse), ablyRoute(createAbly({ orgIds: ['org_test'] }))];
  const edge = await createEdge({ ca, routes, faults });
  const { port } = await edge.listen();
  return { seen, pulse, edge, port, faults, [Symbol.asyncDispose]: () => edge[Symbol.asyncDispose]() };
}

interface Answer {
  readonly status: number | undefined;
  readonly body: string;
}

/** One PUT to the files, over either protocol; rejects when the connection breaks. */
const clients: Readonly<Record<string, (port: number) => Promise<Answer>>> = {
  async 'HTTP/1.1'(port) {
    const request = httpRequest({ port, method: 'PUT', path: '/a', headers: { host }, agent: false }).end('sent');
    const [response] = await once(request, 'response');
    return { status: response.statusCode, body: await text(response) };
  },
  async h2c(port) {
    const session = connectH2(`http://127.0.0.1:${port}`);
    const { promise: broken, reject } = Promise.withResolvers<never>();
    session.once('error', reject);
    session.once('close', () => reject(new Error('closed')));
    const stream = session.request({ ':method': 'PUT', ':path': '/a', ':authority': host }).end('sent');
    try {
      const [head] = await Promise.race([once(stream, 'response'), broken]);
      const length = Number(head['content-length'] ?? NaN);
      const body = await Promise.race([text(stream), broken]);
      if (body.length < length) throw new Error('cut');
      return { status: head[':status'], body };
    } finally {
      session.destroy();
      broken.catch(() => undefined);
    }
  },
};

const rule = (fault: Fault, given: Partial<FaultRule> = {}): FaultRule => ({
  name: `the ${fault.kind} of the test`,
  at: { route: 'files' },
  fault,
  ...given,
});

const onFiles: readonly (readonly [Fault, Answer | 'broken', number])[] = [
  [
    { kind: 'status', status: 503, contentType: 'application/xml', body: '<Error/>' },
    { status: 503, body: '<Error/>' },
    0,
  ],
  [{ kind: 'latency', milliseconds: 1 }, { status: 200, body }, 1],
  [{ kind: 'cut', at: 'request' }, 'broken', 0],
  [{ kind: 'cut', at: 'answer' }, 'broken', 1],
  [{ kind: 'cut', at: 'half' }, 'broken', 1],
  [{ kind: 'slow-body', bytesPerSecond: 1000 }, { status: 200, body }, 1],
  [{ kind: 'wrong-message' }, { status: 200, body: '\ufffd\ufffd\ufffd\ufffd' }, 1],
];

for (const [name, put] of Object.entries(clients)) {
  test.each(onFiles)(
    `${name}: %j is what a client sees, and whether the service saw it is true`,
    async (fault, expected, seen) => {
      await using edge = await behind(rule(fault));
      const answer = await put(edge.port).catch(() => 'broken');
      expect(answer).toEqual(expected);
      expect(edge.seen.files).toBe(seen);
      expect(edge.edge.journal.entries()).toMatchObject([
        { host, path: '/a', requestBytes: 4, fault: `the ${fault.kind} of the test` },
      ]);
    },
  );
}

const wires = {
  gRPC: (port: number) => createGrpcTransport({ baseUrl: `http://127.0.0.1:${port}` }),
  'gRPC-Web': (port: number) => createGrpcWebTransport({ baseUrl: `http://127.0.0.1:${port}`, httpVersion: '1.1' }),
  'Connect, binary': (port: number) =>
    createConnectTransport({ baseUrl: `http://127.0.0.1:${port}`, httpVersion: '1.1', useBinaryFormat: true }),
  'Connect, JSON': (port: number) =>
    createConnectTransport({ baseUrl: `http://127.0.0.1:${port}`, httpVersion: '2', useBinaryFormat: false }),
};
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'ok',
    (error) => Code[ConnectError.from(error).code],
  );
const onPing = (fault: Fault): FaultRule => rule(fault, { at: { route: 'pulse', rpc: 'Ping' } });

for (const [name, transport] of Object.entries(wires)) {
  test(`${name}: every code comes as it is, to this RPC and to no other`, async () => {
    const codes = Object.values(Code).filter((code) => typeof code === 'number');
    expect(codes).toHaveLength(16);
    for (const code of codes) {
      await using edge = await behind(onPing({ kind: 'rpc-error', code }));
      const wire = transport(edge.port);
      const store = createClient(EventStoreService, wire);
      expect(await codeOf(store.ping({}, { headers }))).toBe(Code[code]);
      expect(await codeOf(store.ingestBatch({}, { headers }))).toBe('ok');
      expect(await codeOf(createClient(QscanSchedulerService, wire).getNextJob({}, { headers }))).toBe('ok');
    }
  });

  test(`${name}: an answer that is no message is an error, and the call took effect`, async () => {
    await using edge = await behind(rule({ kind: 'wrong-message' }, { at: { rpc: 'GetNextJob' } }));
    const call = createClient(QscanSchedulerService, transport(edge.port)).getNextJob({}, { headers });
    expect(await codeOf(call)).not.toBe('ok');
    expect(edge.pulse.state.polls()).toBe(1);
  });

  test.each(['request', 'answer', 'half'] as const)(
    `${name}: a connection cut at the %s is an error of the call, and the next call gets another`,
    async (at) => {
      await using edge = await behind(
        rule({ kind: 'cut', at }, { at: { rpc: 'GetNextJob' }, when: { requests: { from: 0, to: 1 } } }),
      );
      const client = createClient(QscanSchedulerService, transport(edge.port));
      expect(await codeOf(client.getNextJob({}, { headers }))).not.toBe('ok');
      expect(edge.pulse.state.polls()).toBe(at === 'request' ? 0 : 1);
      expect(await codeOf(client.getNextJob({}, { headers }))).toBe('ok');
    },
  );
}

test('over gRPC the head of a refusal is its end: else its trailers are none to grpc-go', async () => {
  await using edge = await behind(onPing({ kind: 'rpc-error', code: Code.Unavailable }));
  const session = connectH2(`http://127.0.0.1:${edge.port}`);
  const stream = session.request({
    ...{ ':method': 'POST', ':path': `/${EventStoreService.typeName}/Ping`, ':authority': 'pulse.qpoint.io' },
    ...{ 'content-type': 'application/grpc', te: 'trailers' },
  });
  const [head, flags] = await once(stream.end(), 'response');
  session.destroy();
  expect(head).toMatchObject({ 'grpc-status': String(Code.Unavailable) });
  expect(flags & constants.NGHTTP2_FLAG_END_STREAM).not.toBe(0);
});

test('a stream over Connect ends with the code', async () => {
  await using edge = await behind(rule({ kind: 'rpc-error', code: Code.Unavailable }, { at: { rpc: 'Ingest' } }));
  const wire = createConnectTransport({ baseUrl: `http://127.0.0.1:${edge.port}`, httpVersion: '2' });
  const answers = createClient(EventStoreService, wire).ingest((async function* () {})(), { headers });
  expect(await codeOf(Array.fromAsync(answers))).toBe('Unavailable');
});

test.each([
  [{ kind: 'status', status: 503 } as const, 'Unexpected server response: 503'],
  [{ kind: 'cut', at: 'request' } as const, 'socket hang up'],
])('%j strikes the handshake of the push channel', async (fault, message) => {
  await using edge = await behind(rule(fault, { at: { host: 'realtime.ably.io' } }));
  const socket = new WebSocket(`ws://127.0.0.1:${edge.port}/`, { headers: { host: 'realtime.ably.io' } });
  const [error] = await once(socket, 'error');
  expect(error.message).toBe(message);
  expect(edge.edge.journal.entries()[0]?.fault).toBe(`the ${fault.kind} of the test`);
});

test('a late request is overtaken by one that comes after it', async () => {
  await using edge = await behind(rule({ kind: 'latency', milliseconds: 300 }, { at: { path: /late/ } }));
  const get = (path: string) => once(httpRequest({ port: edge.port, path, headers: { host } }).end(), 'response');
  const late = get('/late');
  await edge.edge.journal.waitFor(({ path }) => path === '/late', { signal: AbortSignal.timeout(20_000) });
  await get('/soon');
  await late;
  expect(edge.seen.paths).toEqual(['/soon', '/late']);
});

test('a slow body comes in many pieces, and its handler does not run ahead of it', async () => {
  await using edge = await behind(rule({ kind: 'slow-body', bytesPerSecond: 100 }));
  const [response] = await once(httpRequest({ port: edge.port, headers: { host } }).end(), 'response');
  const pieces = await response.map((piece: Buffer) => piece.length).toArray();
  expect(pieces.length).toBeGreaterThanOrEqual(5);
  expect(edge.seen.tookAll).toEqual([false]);
});

test('a cut at the answer shows nothing of it, one at half its head and a part', async () => {
  for (const [at, shown] of [
    ['answer', /^$/],
    ['half', /^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\nan answer $/],
  ] as const) {
    await using edge = await behind(rule({ kind: 'cut', at }));
    const socket = connect(edge.port, '127.0.0.1').end(`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    expect(await text(socket)).toMatch(shown);
  }
});

test('a cut over HTTP/2 says no farewell, and strikes what else is under way on the connection by its name', async () => {
  await using edge = await behind(
    rule({ kind: 'cut', at: 'half' }, { at: { path: /cut/ } }),
    rule({ kind: 'slow-body', bytesPerSecond: 1 }, { name: 'slow', at: { path: /other/ } }),
  );
  const session = connectH2(`http://127.0.0.1:${edge.port}`).on('error', () => undefined);
  const other = session.request({ ':path': '/other', ':authority': host }).on('error', () => undefined);
  await once(other, 'response');
  const cut = session.request({ ':path': '/cut', ':authority': host });
  let farewells = 0;
  session.on('goaway', () => farewells++);
  cut.resume();
  await once(session, 'close');
  expect([cut.rstCode, farewells]).toEqual([constants.NGHTTP2_CANCEL, 0]);
  const ended = await edge.edge.journal.waitFor(({ path, failure }) => path === '/other' && failure !== undefined, {
    signal: AbortSignal.timeout(20_000),
  });
  expect(ended.fault).toBe('the cut of the test');
});

test.each<Fault>([
  { kind: 'rpc-error', code: Code.Unavailable },
  { kind: 'status', status: 503 },
  { kind: 'cut', at: 'request' },
])('%j does not wait for the end of a stream that stays open', async (fault) => {
  await using edge = await behind(rule(fault, { at: { rpc: 'Ingest' } }));
  const session = connectH2(`http://127.0.0.1:${edge.port}`).on('error', () => undefined);
  const stream = session.request({
    ...{ ':method': 'POST', ':path': '/eventstore.v1.EventStoreService/Ingest', ':authority': 'pulse.qpoint.io' },
    ...{ 'content-type': 'application/grpc', te: 'trailers' },
  });
  const heard = Promise.race([once(stream, 'response'), once(stream, 'error').catch(() => []), once(session, 'close')]);
  await heard;
  session.destroy();
});
