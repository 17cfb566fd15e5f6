import { gzipSync } from 'node:zlib';
import { create, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IngestBatchRequestSchema } from '../../../mocks/proto/gen/eventstore/v1/event_store_pb.js';
import { GetNextJobResponseSchema, PingResponseSchema } from '../../../mocks/proto/gen/qscan/v1/scheduler_pb.js';
import type { Fixture } from '../fixture.ts';
import type { RawExchange, RawHeaders } from '../raw-exchange.ts';
import { redactExchange } from './redact-exchange.ts';
import { createRedaction } from './redaction.ts';

const body = (content: string | Uint8Array) => ({ bytes: Buffer.from(content), whole: true });
const redacted = (raw: RawExchange): Fixture => redactExchange(raw, createRedaction());

function exchange(change: Partial<RawExchange> = {}, answer: Partial<RawExchange['answer']> = {}): RawExchange {
  const headers: RawHeaders = {};
  return {
    ...{ protocol: 'h2' as const, method: 'GET', target: '/deploy/ping', headers, body: body('') },
    ...change,
    answer: { status: 200, headers, trailers: headers, body: body(''), ...answer },
  };
}

function frame(content: Uint8Array, flags = 0): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt8(flags);
  prefix.writeUInt32BE(content.length, 1);
  return Buffer.concat([prefix, content]);
}

/** One bearer of secrets a case: the exchange holds the secret at that place. */
const places: Readonly<Record<string, (secret: string) => RawExchange>> = {
  'a path segment': (secret) => exchange({ target: `/deploy/${encodeURIComponent(secret)}/ping` }),
  'a target that is no path': (secret) => exchange({ target: `http://${secret}@host/deploy/ping` }),
  'a query value': (secret) => exchange({ target: `/deploy/config?version=${encodeURIComponent(secret)}` }),
  'a query key': (secret) => exchange({ target: `/deploy/config?key=${secret}&${secret}=1&${secret}` }),
  'a method': (secret) => exchange({ method: secret }),
  credentials: (secret) =>
    exchange({
      headers: {
        authorization: `Bearer ${secret}`,
        cookie: `session=${secret}`,
        'proxy-authorization': `Basic ${Buffer.from(secret).toString('base64')}`,
        'x-api-key': secret,
      },
    }),
  'an authorization of a scheme that nobody knows': (secret) => exchange({ headers: { authorization: secret } }),
  'header values': (secret) =>
    exchange(
      {
        headers: {
          ...{ accept: secret, 'content-type': `application/json; boundary=${secret}`, 'user-agent': secret },
          ...{ 'accept-encoding': `gzip, ${secret}`, 'content-length': secret, te: secret, 'grpc-timeout': secret },
          ...{ 'connect-protocol-version': secret, 'grpc-encoding': secret, 'x-request-id': secret },
        },
      },
      { headers: { 'set-cookie': [secret, `a=${secret}`], location: `https://h/?key=${secret}`, server: secret } },
    ),
  'a header name': (secret) => exchange({ headers: { [secret.toLowerCase()]: '1' } }),
  trailers: (secret) =>
    exchange(
      { target: '/qscan.v1.QscanSchedulerService/Ping' },
      {
        headers: { 'content-type': 'application/grpc' },
        trailers: { 'grpc-status': secret, 'grpc-message': encodeURIComponent(secret), [secret]: secret },
      },
    ),
  'trailers of gRPC-Web': (secret) =>
    exchange(
      { target: '/qscan.v1.QscanSchedulerService/Ping' },
      {
        headers: { 'content-type': 'application/grpc-web+proto' },
        body: body(frame(Buffer.from(`grpc-status: 16\r\ngrpc-message: ${secret}\r\n`), 0x80)),
      },
    ),
  'JSON, keys and values': (secret) =>
    exchange(
      { headers: { 'content-type': 'application/json' }, body: body(JSON.stringify({ [secret]: 1, name: secret })) },
      {
        headers: { 'content-type': 'application/problem+json' },
        body: body(JSON.stringify({ registration: { ablyToken: secret, [secret]: [secret, { [secret]: null }] } })),
      },
    ),
  'words of the contract in which it hides': (secret) =>
    exchange({
      headers: { 'content-type': 'application/json' },
      body: body(JSON.stringify({ code: secret, type: secret, status: `ready ${secret}`, direction: secret })),
    }),
  'broken JSON': (secret) =>
    exchange({ headers: { 'content-type': 'application/json' }, body: body(`{"name": "${secret}`) }),
  YAML: (secret) =>
    exchange(
      { target: '/deploy/config?version=v2' },
      { headers: { 'content-type': 'application/yaml' }, body: body(`config:\n  stacks: {"${secret}": "${secret}"}`) },
    ),
  'text and bytes': (secret) =>
    exchange(
      { headers: { 'content-type': 'text/plain' }, body: body(secret) },
      { headers: { 'content-type': secret }, body: body(secret) },
    ),
  'an error of Connect': (secret) =>
    exchange(
      { target: '/qscan.v1.QscanSchedulerService/Ping' },
      {
        status: 401,
        headers: { 'content-type': 'application/json' },
        body: body(JSON.stringify({ code: 'unauthenticated', message: secret, details: [{ type: secret }] })),
      },
    ),
  'a message of Connect': (secret) =>
    exchange(
      { target: '/qscan.v1.QscanSchedulerService/Ping' },
      {
        headers: { 'content-type': 'application/proto', 'content-encoding': 'gzip' },
        body: body(gzipSync(toBinary(PingResponseSchema, create(PingResponseSchema, { orgId: secret })))),
      },
    ),
  'messages of gRPC, their maps, lists and unknown fields': (secret) => {
    const artifact = { url: `https://h/?key=${secret}`, summary: { [secret]: { [secret]: secret } }, tags: [secret] };
    const batch = create(IngestBatchRequestSchema, {
      events: [
        { event: { case: 'artifact', value: artifact } },
        { event: { case: 'connection', value: { id: secret, tags: [{ key: secret, values: [secret] }] } } },
      ],
    });
    batch.$unknown = [
      { no: 99, wireType: 2, data: Buffer.concat([Buffer.from([secret.length]), Buffer.from(secret)]) },
    ];
    const headers = { 'content-type': 'application/grpc', 'grpc-encoding': 'gzip' };
    const zipped = frame(gzipSync(toBinary(IngestBatchRequestSchema, batch)), 1);
    return exchange({ target: '/eventstore.v1.EventStoreService/IngestBatch', headers, body: body(zipped) });
  },
};

test.each(Object.entries(places))('no secret survives in %s', (_, exchangeWith) => {
  const secrets = fc.stringMatching(/^[A-Za-z0-9 %/+=.:_-]{4,40}$/).map((text) => `S3cr-${text}`);
  fc.assert(
    fc.property(secrets, (secret) => {
      const raw = exchangeWith(secret);
      const written = JSON.stringify(redacted(raw), undefined, 2).toLowerCase();
      for (const spelling of spellings(secret)) expect(written).not.toContain(spelling.toLowerCase());
    }),
  );
});

function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  // Of base64 what does not depend on where the secret begins.
  const base64 = [0, 1, 2].map((shift) => bytes.subarray(shift, bytes.length - ((bytes.length - shift) % 3)));
  return [
    ...[secret, encodeURIComponent(secret), bytes.toString('hex'), JSON.stringify(secret).slice(1, -1)],
    ...base64.flatMap((part) => [part.toString('base64'), part.toString('base64url')]),
  ];
}

test('what holds the secret is read in each case, or the property would say nothing', () => {
  const formats = Object.values(places)
    .map((at) => redacted(at('S3cr-a')))
    .map(({ request, answer }) =>
      [request.body.format, answer.body.format].filter((format) => format !== 'empty').join(' '),
    );
  expect(formats.filter((format) => format !== '')).toEqual([
    ...['frames', 'frames', 'json json', 'json', 'unreadable', 'yaml', 'text bytes', 'json', 'proto', 'frames'],
  ]);
});

test('the same credential has the same name wherever it stands, another one another', () => {
  const redaction = createRedaction();
  const authorized = (token: string) =>
    redactExchange(exchange({ headers: { authorization: `Bearer ${token}` } }), redaction).request.headers;
  expect(authorized('qpt_a')).toEqual({ authorization: 'Bearer <token 1>' });
  expect(authorized('qpt_b')).toEqual({ authorization: 'Bearer <token 2>' });
  expect(authorized('qpt_a')).toEqual({ authorization: 'Bearer <token 1>' });
  const { request } = redactExchange(exchange({ target: '/?token=qpt_b&key=a.b%3Ac' }), redaction);
  expect(request.path).toBe('/?token=<token 2>&key=<key 1>');
});

test('what is kept: names, types, enums, codes, and unknown fields by number and wire type', () => {
  const job = create(GetNextJobResponseSchema, {
    scanId: 's-1',
    artifact: { type: 'qscan_request', timestamp: { seconds: 1n }, summary: { verbose: 'false' }, tags: ['a', 'b'] },
  });
  job.$unknown = [{ no: 9, wireType: 0, data: new Uint8Array([5]) }];
  const fixture = redacted(
    exchange(
      {
        method: 'POST',
        target: '/qscan.v1.QscanSchedulerService/GetNextJob',
        headers: { 'content-type': 'application/grpc', te: 'trailers', 'x-own': 'a' },
        body: body(frame(new Uint8Array())),
      },
      {
        headers: { 'content-type': 'application/grpc' },
        trailers: { 'grpc-status': '0' },
        body: body(frame(toBinary(GetNextJobResponseSchema, job))),
      },
    ),
  );
  expect(fixture).toEqual({
    version: 1,
    protocol: 'h2',
    request: {
      method: 'POST',
      path: '/qscan.v1.QscanSchedulerService/GetNextJob',
      headers: { 'content-type': 'application/grpc', te: 'trailers', '<others>': '<1>' },
      body: { format: 'frames', shape: [{}] },
    },
    answer: {
      status: 200,
      code: 'ok',
      headers: { 'content-type': 'application/grpc' },
      trailers: { 'grpc-status': '0' },
      body: {
        format: 'frames',
        shape: [
          {
            scanId: '<string>',
            artifact: {
              timestamp: '<timestamp>',
              type: '<string qscan_request>',
              summary: { '<key 1>': '<string>' },
              tags: ['<string>'],
            },
            '<field 9>': '<varint>',
          },
        ],
      },
    },
  });
});

test.each([
  ['gRPC', 'application/grpc', 200, { 'grpc-status': '16' }, '', 'unauthenticated'],
  ['a proxy that knows no gRPC', 'text/html', 502, {}, '<html>', undefined],
  ['Connect', 'application/json', 404, {}, '{"code":"not_found"}', 'not_found'],
  ['a code that there is not', 'application/json', 404, {}, '{"code":"jane"}', undefined],
  ['a stream of Connect', 'application/connect+proto', 200, {}, frame(Buffer.from('{}'), 2), 'ok'],
  [
    'a stream of Connect that fails',
    ...(['application/connect+proto', 200, {}] as const),
    frame(Buffer.from('{"error":{"code":"aborted"}}'), 2),
    'aborted',
  ],
])('the code of an answer: %s', (_, type, status, trailers, content, code) => {
  const answer = { status, headers: { 'content-type': type }, trailers, body: body(content) };
  expect(redacted(exchange({ target: '/qscan.v1.QscanSchedulerService/Ping' }, answer)).answer.code).toBe(code);
});

test('a call of the contract is read as what the contract says where its content type does not', () => {
  const [ping, config] = [
    exchange({ headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: body('{"status":"ready"}') }),
    exchange(
      { target: '/deploy/config' },
      { headers: { 'content-type': 'text/plain' }, body: body('config: {tap: {}}') },
    ),
  ];
  expect(redacted(ping).request.body).toEqual({ format: 'json', shape: { status: '<string ready>' } });
  expect(redacted(config).answer.body).toEqual({ format: 'yaml', shape: { config: { tap: {} } } });
});

test('a name that is not of the contract stays where somebody says so', () => {
  const raw = exchange({
    headers: { 'content-type': 'application/json' },
    body: body('{"plan":1,"other":{"plan":""}}'),
  });
  expect(redacted(raw).request.body.shape).toEqual({ '<key 1>': '<number>', '<key 2>': { '<key 1>': '<string>' } });
  const { request } = redactExchange(raw, createRedaction(['plan']));
  expect(request.body.shape).toEqual({ plan: '<number>', '<key 1>': { plan: '<string>' } });
});

test('what cannot be read says so, and never why in the words of the body', () => {
  const shapeOf = (type: string, content: string | Uint8Array, whole = true) =>
    redacted(exchange({ headers: { 'content-type': type }, body: { ...body(content), whole } })).request.body;
  expect(shapeOf('application/json', '{')).toEqual({ format: 'unreadable' });
  expect(shapeOf('application/grpc', 'not a frame')).toEqual({ format: 'unreadable' });
  expect(shapeOf('application/json', '{}', false)).toEqual({ format: 'too-long' });
  expect(shapeOf('application/json', `${'['.repeat(100_000)}${']'.repeat(100_000)}`).format).toBe('json');
  expect(shapeOf('application/yaml', 'a: "')).toEqual({ format: 'unreadable' });
  expect(shapeOf('application/x-www-form-urlencoded', 'a=b')).toEqual({ format: 'bytes' });
});

test.each([
  ['application/json', 'ok'],
  ['application/proto', 'ok'],
  ['text/html', undefined],
])('an answer of %s with 200 to an RPC has the code %s', (type, code) => {
  const target = '/qscan.v1.QscanSchedulerService/Ping';
  const answer = { headers: { 'content-type': type }, body: body(type === 'application/json' ? '{}' : '') };
  expect(redacted(exchange({ method: 'POST', target }, answer)).answer.code).toBe(code);
});

test('a body of gRPC-Web in base64 is no frames', () => {
  const headers = { 'content-type': 'application/grpc-web-text' };
  expect(redacted(exchange({}, { headers, body: body('AAAAAAA=') })).answer.body.format).toBe('bytes');
});
