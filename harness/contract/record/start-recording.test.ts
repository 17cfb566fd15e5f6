import { once } from 'node:events';
import { readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect as connectH2, constants, createServer as createH2c, type Http2Server } from 'node:http2';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, connect as connectTcp, createServer as createTcp, type Server as TcpServer } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { Code, ConnectError, createClient } from '@connectrpc/connect';
import { createConnectTransport, createGrpcTransport, createGrpcWebTransport } from '@connectrpc/connect-node';
import { expect, test } from 'vitest';
import { EventStoreService } from '../../../mocks/proto/gen/eventstore/v1/event_store_pb.js';
import { QscanSchedulerService } from '../../../mocks/proto/gen/qscan/v1/scheduler_pb.js';
import { createCertificateAuthority } from '../../environments/embedded/certificates/certificate-authority.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { startMocks } from '../replay/start-mocks.ts';
import { readRecording } from '../testing/read-recording.ts';
import { type RecordedExchange, startRecording } from './start-recording.ts';

async function started(origin: URL) {
  const folder = temporaryFolder();
  const seen: RecordedExchange[] = [];
  const broken: string[] = [];
  const waiting = new Set<() => void>();
  const reached = (holds: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => holds() && resolve();
      waiting.add(look);
      look();
    });
  const recording = await startRecording({
    origin,
    folder: folder.path,
    recorded(exchange) {
      seen.push(exchange);
      for (const look of waiting) look();
    },
    broken(failure) {
      broken.push(failure);
      for (const look of waiting) look();
    },
  });
  return {
    ...{ folder: folder.path, seen, broken, recording, port: recording.port },
    plain: `http://127.0.0.1:${recording.port}`,
    secure: `https://127.0.0.1:${recording.port}`,
    async [Symbol.asyncDispose]() {
      await recording[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
    /** Resolves when so many exchanges have ended. */
    ended: (count: number) => reached(() => seen.length >= count),
    brokenOff: (count: number) => reached(() => broken.length >= count),
  };
}

async function listening<S extends Server | Http2Server | TcpServer>(
  server: S,
): Promise<S & AsyncDisposable & { origin: URL }> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return Object.assign(server, {
    origin: new URL(`http://127.0.0.1:${port}`),
    async [Symbol.asyncDispose]() {
      if ('closeAllConnections' in server) server.closeAllConnections();
      server.close();
    },
  });
}

const secrets = { token: 'token-of-the-contract', scan: 'S3cret-scan-id', mail: 'jane.doe@example.com' };

test('every wire passes to the upstream and back, and leaves a fixture without a value', async () => {
  await using mocks = await startMocks({ snapshot: 'services: {}\n' });
  await using run = await started(mocks.origin);
  const headers = { authorization: `Bearer ${mocks.token}` };
  const nodeOptions = { ca: run.recording.caPem };
  const transports = [
    createGrpcTransport({ baseUrl: run.secure, nodeOptions }),
    createGrpcTransport({ baseUrl: run.plain }),
    createGrpcWebTransport({ baseUrl: run.plain, httpVersion: '1.1' }),
    createConnectTransport({ baseUrl: run.plain, httpVersion: '1.1', useBinaryFormat: true }),
    createConnectTransport({ baseUrl: run.secure, httpVersion: '2', useBinaryFormat: true, nodeOptions }),
    createConnectTransport({ baseUrl: run.plain, httpVersion: '1.1', useBinaryFormat: false }),
  ];
  for (const transport of transports) {
    const scheduler = createClient(QscanSchedulerService, transport);
    expect(await scheduler.ping({}, { headers })).toMatchObject({ orgId: 'org_contract', service: 'qscan' });
    const result = { result: { case: 'error' as const, value: { errorText: secrets.mail } } };
    const refused = scheduler.submitJobReport({ scanId: secrets.scan, result }, { headers }).catch(ConnectError.from);
    expect(await refused).toMatchObject({ code: Code.NotFound });
  }
  const config = await fetch(`${run.plain}/deploy/config?version=v2&key=${secrets.scan}`, { headers });
  expect(await config.text()).toContain('services:');
  expect((await fetch(`${run.plain}/deploy/registration`)).status).toBe(401);

  await run.ended(14);
  const { fixtures, text } = await readRecording(run.folder);
  for (const secret of Object.values(secrets)) expect(text).not.toContain(secret);
  const seen = Object.values(fixtures).map(({ protocol, request, answer }) => {
    const format = request.body.format === 'empty' ? answer.body.format : request.body.format;
    return [protocol, format, answer.status, answer.code, request.headers.authorization];
  });
  const [ok, unknown] = [
    [200, 'ok', 'Bearer <token 1>'],
    ['not_found', 'Bearer <token 1>'],
  ];
  expect(seen).toEqual([
    ...[
      ['h2', 'frames', ...ok],
      ['h2', 'frames', 200, ...unknown],
    ],
    ...[
      ['h2', 'frames', ...ok],
      ['h2', 'frames', 200, ...unknown],
    ],
    ...[
      ['http/1.1', 'frames', ...ok],
      ['http/1.1', 'frames', 200, ...unknown],
    ],
    ...[
      ['http/1.1', 'proto', ...ok],
      ['http/1.1', 'proto', 404, ...unknown],
    ],
    ...[
      ['h2', 'proto', ...ok],
      ['h2', 'proto', 404, ...unknown],
    ],
    ...[
      ['http/1.1', 'json', ...ok],
      ['http/1.1', 'json', 404, ...unknown],
    ],
    ['http/1.1', 'yaml', 200, undefined, 'Bearer <token 1>'],
    ['http/1.1', 'json', 401, undefined, undefined],
  ]);
  expect(Object.keys(fixtures).at(-2)).toBe('0013-get-deploy-config.json');
  expect(fixtures['0013-get-deploy-config.json']?.request.path).toBe('/deploy/config?version=v2&key=<key 1>');
  expect(fixtures['0001-post-qscan.v1.QscanSchedulerService-Ping.json']?.answer.trailers).toEqual({
    'grpc-status': '0',
  });
});

test('a stream passes both ways while it is open', async () => {
  await using mocks = await startMocks({ snapshot: '{}' });
  await using run = await started(mocks.origin);
  const client = createClient(EventStoreService, createGrpcTransport({ baseUrl: run.plain }));
  const answered = Promise.withResolvers<void>();
  async function* messages() {
    yield { events: [{ event: { case: 'issue' as const, value: { path: secrets.mail } } }] };
    await answered.promise;
    yield { events: [] };
  }
  const counts: number[] = [];
  const headers = { authorization: `Bearer ${mocks.token}` };
  for await (const { totalAcceptedCount } of client.ingest(messages(), { headers })) {
    counts.push(totalAcceptedCount);
    answered.resolve();
  }
  expect(counts).toEqual([1, 1]);
  await run.ended(1);
  const { fixtures } = await readRecording(run.folder);
  const [fixture] = Object.values(fixtures);
  expect(fixture?.request.body).toEqual({
    format: 'frames',
    shape: [{ events: [{ issue: { path: '<string>' } }] }, {}],
  });
  expect(fixture?.answer.code).toBe('ok');
});

test('an upstream that nobody can reach is a 502 for the client, and a line that says why', async () => {
  const nobody = await listening(createServer());
  const { origin } = nobody;
  nobody.close();
  await once(nobody, 'close');
  await using run = await started(origin);
  const response = await fetch(`${run.plain}/deploy/${secrets.scan}`);
  expect(response.status).toBe(502);
  const why = `${origin.origin} gave no answer: nothing listens there (ECONNREFUSED)`;
  expect(await response.text()).toBe(`Not passed on: ${why}.\n`);
  const client = createClient(QscanSchedulerService, createGrpcTransport({ baseUrl: run.plain }));
  expect(await client.ping({}).catch(ConnectError.from)).toMatchObject({ code: Code.Unavailable });
  await run.ended(2);
  expect(run.seen).toMatchObject([
    { path: '/deploy/<segment>', isAnswered: false, fixture: undefined, failure: why },
    { path: '/qscan.v1.QscanSchedulerService/Ping', isAnswered: false, failure: why },
  ]);
  expect(readdirSync(run.folder)).toEqual([]);
});

test('an upstream without HTTP/2 in plain text is said to be that', async () => {
  await using upstream = await listening(createServer((_, response) => response.end('{}')));
  await using run = await started(upstream.origin);
  const client = createClient(QscanSchedulerService, createGrpcTransport({ baseUrl: run.plain }));
  expect(await client.ping({}).catch(ConnectError.from)).toMatchObject({ code: Code.Unavailable });
  await run.ended(1);
  expect(run.seen[0]?.failure).toMatch(/gave no answer: .*HTTP\/2/);
});

test('a refusal of gRPC that is all headers arrives as that', async () => {
  await using upstream = await listening(
    createH2c().on('stream', (stream) => {
      const refusal = {
        ':status': 200,
        'content-type': 'application/grpc',
        'grpc-status': '8',
        'grpc-message': 'slow',
      };
      stream.respond(refusal, { endStream: true });
    }),
  );
  await using run = await started(upstream.origin);
  const session = connectH2(run.plain);
  const stream = session.request({ ':path': '/qscan.v1.QscanSchedulerService/Ping', ':method': 'POST' });
  const [headers, flags] = await once(stream.end(), 'response');
  expect(headers).toMatchObject({ 'grpc-status': '8', 'grpc-message': 'slow' });
  expect(flags & constants.NGHTTP2_FLAG_END_STREAM).not.toBe(0);
  session.close();
  await run.ended(1);
  expect(run.seen[0]?.fixture?.answer).toMatchObject({
    code: 'resource_exhausted',
    body: { format: 'frames', shape: [] },
  });
});

test('over TLS an upstream chooses its HTTP, and one without HTTP/2 still answers what is no gRPC', async () => {
  await using mocks = await startMocks({ snapshot: '{}' });
  const ca = await createCertificateAuthority({ runId: 'test' });
  const { certPem: cert, keyPem: key } = await ca.issue({ names: ['localhost'], ips: ['127.0.0.1'] });
  await using old = await listening(createHttps({ cert, key }, (_, response) => response.writeHead(418).end()));
  const secure = ({ origin }: { origin: URL }) => new URL(origin.origin.replace('http:', 'https:'));
  const trusted = getCACertificates('default');
  const ping = async (upstream: URL) => {
    await using run = await started(upstream);
    const client = createClient(QscanSchedulerService, createGrpcTransport({ baseUrl: run.plain }));
    await client.ping({}).catch(() => undefined);
    const session = connectH2(run.plain);
    const rest = session.request({ ':path': '/deploy/certificate' });
    await buffer(rest);
    session.close();
    await run.ended(2);
    return run.seen.map(({ fixture, failure }) => failure ?? [fixture?.answer.status, fixture?.answer.code]);
  };
  expect(await ping(secure(mocks))).toEqual(
    Array.from({ length: 2 }, () => expect.stringContaining('signed by nobody trusted here (NODE_EXTRA_CA_CERTS=FILE')),
  );
  setDefaultCACertificates([...trusted, mocks.caPem, ca.certPem]);
  try {
    expect(await ping(secure(mocks))).toEqual([
      [200, 'unauthenticated'],
      [401, undefined],
    ]);
    expect(await ping(secure(old))).toEqual([
      expect.stringContaining('HTTP/2 there, which gRPC needs'),
      [418, undefined],
    ]);
  } finally {
    setDefaultCACertificates(trusted);
  }
});

test('an answer that breaks off breaks off for the client, too, and its fixture says who did it', async () => {
  await using upstream = await listening(
    createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"orgId": ', () => response.destroy());
    }),
  );
  await using run = await started(upstream.origin);
  await expect(fetch(`${run.plain}/deploy/registration`).then((response) => response.text())).rejects.toThrow();
  await run.ended(1);
  expect(run.seen[0]?.fixture).toMatchObject({ brokenBy: 'upstream', answer: { body: { format: 'unreadable' } } });
});

test('a client that leaves takes the request at the upstream with it', async () => {
  const taken = Promise.withResolvers<void>();
  const left = Promise.withResolvers<void>();
  await using upstream = await listening(
    createH2c().on('stream', (stream) => {
      stream.on('error', () => undefined).on('close', () => left.resolve());
      taken.resolve();
    }),
  );
  await using run = await started(upstream.origin);
  const session = connectH2(run.plain);
  session.request({ ':path': '/deploy/ping' }).on('error', () => undefined);
  await taken.promise;
  session.destroy();
  await left.promise;
  await run.ended(1);
  expect(run.seen[0]).toMatchObject({ isAnswered: false, failure: 'the client left before there was an answer' });
});

test.each(['http/1.1', 'h2'])('a body passes whole that is too long to be kept: %s', async (protocol) => {
  const large = Buffer.alloc(33 * 1024 * 1024, 'a');
  const answer = { 'content-type': 'application/json' };
  await using upstream = await listening(
    protocol === 'h2'
      ? createH2c((request, response) => request.resume().on('end', () => response.writeHead(200, answer).end(large)))
      : createServer((request, response) =>
          request.resume().on('end', () => response.writeHead(200, answer).end(large)),
        ),
  );
  await using run = await started(upstream.origin);
  if (protocol === 'h2') {
    const session = connectH2(run.plain);
    const stream = session.request({ ':path': '/deploy/ping', ':method': 'PATCH' }).end(large);
    expect((await buffer(stream)).length).toBe(large.length);
    session.close();
  } else {
    const response = await fetch(`${run.plain}/deploy/ping`, { method: 'PATCH', body: large });
    expect((await response.arrayBuffer()).byteLength).toBe(large.length);
  }
  await run.ended(1);
  expect(run.seen[0]).toMatchObject({
    bytes: { request: large.length, answer: large.length },
    fixture: { request: { body: { format: 'too-long' } }, answer: { body: { format: 'too-long' } } },
  });
});

test('what is in progress when the recording ends is written', async () => {
  await using upstream = await listening(
    createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/yaml' });
      response.write('config: {}\n');
    }),
  );
  const run = await started(upstream.origin);
  const response = await fetch(`${run.plain}/deploy/config`);
  expect(response.status).toBe(200);
  await run.recording[Symbol.asyncDispose]();
  expect(run.seen[0]?.fixture).toMatchObject({ brokenBy: 'client', answer: { status: 200 } });
  expect(Object.keys((await readRecording(run.folder)).fixtures)).toEqual(['0001-get-deploy-config.json']);
  rmSync(run.folder, { recursive: true });
});

test('a recording ends although its upstream never says a word, and a client that leaves meanwhile ends nothing', async () => {
  const silent = createTcp((socket) => socket.on('error', () => undefined));
  await using upstream = await listening(silent);
  const taken = once(silent, 'connection');
  const run = await started(new URL(upstream.origin.origin.replace('http:', 'https:')));
  const session = connectH2(run.plain);
  session.on('error', () => undefined);
  const call = { ':path': '/deploy/ping', ':method': 'PATCH' };
  session.request(call).on('error', () => undefined);
  const leaving = session.request(call).on('error', () => undefined);
  leaving.write('{', () => leaving.close(constants.NGHTTP2_CANCEL));
  const [socket] = await taken;
  await run.ended(1);
  await run[Symbol.asyncDispose]();
  socket.destroy();
  const left = 'the client left before there was an answer';
  expect(run.seen.map(({ failure }) => failure)).toEqual([
    left,
    // Which of the two is seen to end first.
    expect.stringMatching(`^${left}$|gave no answer: the recording was ended before`),
  ]);
});

test('a fixture that cannot be written is no answer that is withheld', async () => {
  await using mocks = await startMocks({ snapshot: '{}' });
  await using run = await started(mocks.origin);
  rmSync(run.folder, { recursive: true });
  expect((await fetch(`${run.plain}/deploy/registration`)).status).toBe(401);
  await run.ended(1);
  expect(run.seen[0]).toMatchObject({ isAnswered: true, failure: 'its fixture cannot be written (ENOENT)' });
});

test('a client that does not trust the recorder is told of', async () => {
  await using mocks = await startMocks({ snapshot: '{}' });
  await using run = await started(mocks.origin);
  await expect(fetch(`${run.secure}/deploy/registration`)).rejects.toThrow();
  await run.brokenOff(1);
  const socket = connectTcp(run.port, '127.0.0.1').end('GET / HTTP/9\r\n\r\n').resume();
  await once(socket, 'close');
  await run.brokenOff(2);
  expect(run.broken).toEqual([
    expect.stringContaining("may not trust the run's CA"),
    expect.stringContaining('malformed HTTP request'),
  ]);
});
