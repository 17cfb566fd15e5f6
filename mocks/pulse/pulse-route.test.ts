import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect as connectH2, constants } from 'node:http2';
import { buffer, text } from 'node:stream/consumers';
import { create, toBinary } from '@bufbuild/protobuf';
import { Code, ConnectError, createClient, type Transport } from '@connectrpc/connect';
import {
  compressionGzip,
  createConnectTransport,
  createGrpcTransport,
  createGrpcWebTransport,
} from '@connectrpc/connect-node';
import { HttpResponse, http } from 'msw';
import { expect, test } from 'vitest';
import { createEdge } from '../../harness/edge/edge.ts';
import { createCertificateAuthority } from '../../harness/environments/embedded/certificates/certificate-authority.ts';
import {
  EventStoreService,
  IngestBatchRequestSchema,
  PingResponseSchema,
} from '../proto/gen/eventstore/v1/event_store_pb.js';
import { QscanSchedulerService } from '../proto/gen/qscan/v1/scheduler_pb.js';
import { createPulse, type PulseOptions } from './pulse.ts';
import { pulseRoute } from './pulse-route.ts';

const bearer = { authorization: 'Bearer good' };

async function started(options: Partial<PulseOptions> = {}) {
  const ca = await createCertificateAuthority({ runId: 'test' });
  const pulse = createPulse({ environments: [{ token: 'good', orgId: 'org_e2e' }], ...options });
  const edge = await createEdge({ ca, routes: [pulseRoute(pulse)] });
  const { port } = await edge.listen();
  const nodeOptions = { ca: ca.certPem };
  const secure = { baseUrl: `https://localhost:${port}`, nodeOptions };
  const plain = { baseUrl: `http://localhost:${port}` };
  const transports: Record<string, Transport> = {
    'gRPC over h2 and TLS': createGrpcTransport(secure),
    'gRPC over h2c': createGrpcTransport(plain),
    'gRPC with gzip': createGrpcTransport({ ...secure, sendCompression: compressionGzip, compressMinBytes: 0 }),
    'gRPC-Web over HTTP/1.1': createGrpcWebTransport({ ...secure, httpVersion: '1.1' }),
    'Connect binary over HTTP/1.1': createConnectTransport({ ...plain, httpVersion: '1.1', useBinaryFormat: true }),
    'Connect binary over h2 with gzip': createConnectTransport({
      ...{ ...secure, httpVersion: '2', useBinaryFormat: true },
      ...{ sendCompression: compressionGzip, compressMinBytes: 0 },
    }),
    'Connect JSON over HTTP/1.1 and TLS': createConnectTransport({
      ...secure,
      httpVersion: '1.1',
      useBinaryFormat: false,
    }),
  };
  const transport = (name: string): Transport => {
    const found = transports[name];
    if (found === undefined) throw new Error(`no transport ${name}`);
    return found;
  };
  return { pulse, edge, port, transport, [Symbol.asyncDispose]: () => edge[Symbol.asyncDispose]() };
}

const wires = [
  ...['gRPC over h2 and TLS', 'gRPC over h2c', 'gRPC with gzip', 'gRPC-Web over HTTP/1.1'],
  ...['Connect binary over HTTP/1.1', 'Connect binary over h2 with gzip', 'Connect JSON over HTTP/1.1 and TLS'],
];

const artifactEvent = (digest: string) =>
  ({ event: { case: 'artifact', value: { type: 'qscan_request', digest, summary: { verbose: 'false' } } } }) as const;

test.each(wires)('events become jobs, jobs become findings: %s', async (wire) => {
  await using run = await started();
  const events = createClient(EventStoreService, run.transport(wire));
  const scheduler = createClient(QscanSchedulerService, run.transport(wire));
  const headers = bearer;

  expect(await events.ping({}, { headers })).toMatchObject({ orgId: 'org_e2e' });
  expect(await scheduler.ping({}, { headers })).toMatchObject({ orgId: 'org_e2e', service: 'qscan' });
  expect(await scheduler.getNextJob({}, { headers })).toMatchObject({ scanId: '', orgId: '' });
  await events.ingestBatch(
    { events: [artifactEvent('a'.repeat(40)), { event: { case: 'request', value: { id: 'r' } } }] },
    { headers },
  );
  const job = await scheduler.getNextJob({}, { headers });
  expect(job).toMatchObject({ orgId: 'org_e2e', artifact: { digest: 'a'.repeat(40), summary: { verbose: 'false' } } });
  const entity = { entityType: 'EMAIL_ADDRESS', score: 0.5, valueHash: 'h'.repeat(64) };
  const result = { result: { case: 'success' as const, value: { piiEntities: [entity] } } };
  await scheduler.submitJobReport({ scanId: job.scanId, result }, { headers });

  expect(run.pulse.state.events().map(({ kind }) => kind)).toEqual(['artifact', 'request']);
  expect(run.pulse.state.findings()).toMatchObject([{ job: { scanId: job.scanId, state: 'done' }, entity }]);
  const exchanges = run.edge.journal.entries();
  expect(new Set(exchanges.map(({ route }) => route))).toEqual(new Set(['pulse']));
  expect(exchanges.every(({ requestBody, requestBytes }) => requestBody.length === requestBytes)).toBe(true);
});

test.each(wires)('errors arrive with their code: %s', async (wire) => {
  await using run = await started({ settings: { emptyQueue: 'not_found' } });
  const scheduler = createClient(QscanSchedulerService, run.transport(wire));
  const code = (call: Promise<unknown>) =>
    call.then(
      () => undefined,
      (error) => ConnectError.from(error).code,
    );
  expect(await code(scheduler.getNextJob({}))).toBe(Code.Unauthenticated);
  expect(await code(scheduler.getNextJob({}, { headers: { authorization: 'Bearer bad' } }))).toBe(Code.Unauthenticated);
  expect(await code(scheduler.getNextJob({}, { headers: bearer }))).toBe(Code.NotFound);
  expect(await code(scheduler.submitJobReport({ scanId: 'guessed' }, { headers: bearer }))).toBe(Code.InvalidArgument);
  expect(run.pulse.state.refusals()).toMatchObject([
    { call: 'qscan.v1.QscanSchedulerService/GetNextJob', refusal: 'missing' },
    { call: 'qscan.v1.QscanSchedulerService/GetNextJob', refusal: 'unknown' },
  ]);
});

test.each(['gRPC over h2 and TLS', 'gRPC over h2c'])('the older stream feeds the same intake: %s', async (wire) => {
  await using run = await started();
  async function* messages() {
    yield { events: [artifactEvent('a'), artifactEvent('b')] };
    yield { events: [artifactEvent('c')] };
  }
  const answers = [];
  const client = createClient(EventStoreService, run.transport(wire));
  for await (const answer of client.ingest(messages(), { headers: bearer })) answers.push(answer);
  expect(answers).toMatchObject([
    { totalAcceptedCount: 2, acceptedCount: 2 },
    { totalAcceptedCount: 3, acceptedCount: 1 },
  ]);
  expect(run.pulse.state.jobs('queued').map(({ artifact }) => artifact.digest)).toEqual(['a', 'b', 'c']);
});

const unknownRpcs = [
  '/qscan.v1.QscanSchedulerService/Renew',
  // What grpcurl asks a server whose definitions it was not given.
  '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
];

test.each(unknownRpcs)('what no service has is unimplemented, over gRPC and over Connect: %s', async (path) => {
  await using run = await started();
  const session = connectH2(`http://localhost:${run.port}`);
  // Left open, as a client leaves a stream of both directions.
  const stream = session.request({
    ...{ ':method': 'POST', ':path': path, te: 'trailers' },
    ...{ 'content-type': 'application/grpc', ...bearer },
  });
  const [headers, flags] = await once(stream, 'response');
  session.destroy();
  expect(headers).toMatchObject({ ':status': 200, 'grpc-status': '12' });
  // Where the stream goes on, grpc-go awaits trailers and makes `internal` of their absence.
  expect(flags & constants.NGHTTP2_FLAG_END_STREAM).toBeTruthy();
  const connect = httpRequest(`http://localhost:${run.port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  }).end('{}');
  const [answer] = await once(connect, 'response');
  expect(answer.statusCode).toBe(501);
  expect(JSON.parse(await text(answer))).toMatchObject({ code: 'unimplemented' });
});

test('the journal holds the raw gRPC frames and the status of the trailers', async () => {
  await using run = await started();
  const message = { events: [artifactEvent('x'.repeat(40))] };
  const client = createClient(EventStoreService, run.transport('gRPC over h2 and TLS'));
  await client.ingestBatch(message, { headers: bearer });
  const bytes = toBinary(IngestBatchRequestSchema, create(IngestBatchRequestSchema, message));
  const frame = Buffer.concat([Buffer.from([0, 0, 0, 0, bytes.length]), bytes]);
  const exchange = await run.edge.journal.waitFor(({ status }) => status === 200, {
    signal: AbortSignal.timeout(20_000),
  });
  expect(exchange.requestBody.equals(frame)).toBe(true);
  expect(exchange).toMatchObject({ grpcStatus: '0', protocol: 'h2' });
});

test('a deadline holds even when a handler never answers', async () => {
  await using run = await started();
  const never = Promise.withResolvers<Response>();
  run.pulse.handlers.unshift(http.post('https://*/qscan.v1.QscanSchedulerService/GetNextJob', () => never.promise));
  const scheduler = createClient(QscanSchedulerService, run.transport('gRPC over h2c'));
  await expect(scheduler.getNextJob({}, { headers: bearer, timeoutMs: 50 })).rejects.toMatchObject({
    code: Code.DeadlineExceeded,
  });
});

test('a handler put in front changes the answer on every wire, a bare HTTP error too', async () => {
  await using run = await started();
  run.pulse.handlers.unshift(
    http.post('https://*/eventstore.v1.EventStoreService/Ping', () => new HttpResponse('proxy', { status: 502 })),
  );
  for (const wire of wires) {
    const call = createClient(EventStoreService, run.transport(wire)).ping({}, { headers: bearer });
    await expect(call, wire).rejects.toMatchObject({ code: Code.Unavailable });
  }
});

test.each(wires)('details of an error arrive: %s', async (wire) => {
  await using run = await started();
  const value = Buffer.from(toBinary(PingResponseSchema, create(PingResponseSchema, { orgId: 'why' })));
  const details = [{ type: PingResponseSchema.typeName, value: value.toString('base64').replace(/=+$/, '') }];
  const refusal = { code: 'failed_precondition', message: 'not yet', details };
  const refuse = () => HttpResponse.json(refusal, { status: 400 });
  run.pulse.handlers.unshift(http.post('https://*/eventstore.v1.EventStoreService/Ping', refuse));
  const call = createClient(EventStoreService, run.transport(wire)).ping({}, { headers: bearer });
  const error = ConnectError.from(await call.catch((reason) => reason));
  expect(error).toMatchObject({ code: Code.FailedPrecondition, rawMessage: 'not yet' });
  expect(error.findDetails(PingResponseSchema)).toMatchObject([{ orgId: 'why' }]);
});

test('a gzip bomb is refused before it fills memory', async () => {
  await using run = await started();
  const bomb = await compressionGzip.compress(new Uint8Array(64 * 1024 * 1024));
  const request = httpRequest(`http://localhost:${run.port}/eventstore.v1.EventStoreService/IngestBatch`, {
    method: 'POST',
    headers: { 'content-type': 'application/proto', 'content-encoding': 'gzip', ...bearer },
  }).end(bomb);
  const [answer] = await once(request, 'response');
  expect(answer.statusCode).toBe(429);
  expect(JSON.parse((await buffer(answer)).toString())).toMatchObject({ code: 'resource_exhausted' });
});

test('the heartbeat is answered 201 on both names, and only with the token', async () => {
  await using run = await started();
  const beat = async (host: string, token: string) => {
    const request = httpRequest({
      ...{ host: '127.0.0.1', port: run.port, method: 'PATCH', path: '/api/v1/heartbeat' },
      headers: { host, authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    }).end(JSON.stringify({ hostname: 'node-a', status: 'starting', instanceId: 'i-1' }));
    const [answer] = await once(request, 'response');
    answer.resume();
    return answer.statusCode;
  };
  expect([
    await beat('api-pulse.qpoint.io', 'good'),
    await beat('pulse.qpoint.io', 'good'),
    await beat('pulse.qpoint.io', 'bad'),
  ]).toEqual([201, 201, 401]);
  expect(run.pulse.state.heartbeats()).toMatchObject([
    { hostname: 'node-a', status: 'starting', orgId: 'org_e2e' },
    { instanceId: 'i-1' },
  ]);
});
