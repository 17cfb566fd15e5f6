import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { create, toBinary } from '@bufbuild/protobuf';
import { createClient } from '@connectrpc/connect';
import { createConnectTransport, createGrpcTransport } from '@connectrpc/connect-node';
import { expect, test } from 'vitest';
import { EventStoreService } from '../../../mocks/proto/gen/eventstore/v1/event_store_pb.js';
import { PingResponseSchema, QscanSchedulerService } from '../../../mocks/proto/gen/qscan/v1/scheduler_pb.js';
import type { EdgeResponse, EdgeRoute } from '../../edge/edge-route.ts';
import { readToEnd } from '../../edge/read-to-end.ts';
import { fixture } from '../../project-paths.ts';
import { stylesFor } from '../../report/styles.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { formatDifference } from '../compare/format-difference.ts';
import { callEverything } from '../testing/call-everything.ts';
import { recordCalls } from '../testing/record-calls.ts';
import { formatReplay } from './format-replay.ts';
import { readFixtures } from './read-fixtures.ts';
import { type Replayed, replayFixtures } from './replay-fixtures.ts';
import { startMocks } from './start-mocks.ts';

const snapshot = readFileSync(fixture('snapshots/snapshot.yaml'), 'utf8');
const { signal } = new AbortController();
const plain = stylesFor({ write() {}, isTTY: false, columns: undefined });

/** Records calls of an upstream that is the mocks, but for the routes in front of them, and replays them against the mocks alone. */
async function roundTrip(
  calls: (recorder: string, token: string, upstream: string) => Promise<unknown>,
  routes: readonly EdgeRoute[] = [],
): Promise<Replayed[]> {
  using folder = temporaryFolder();
  await using mocks = await startMocks({ snapshot, routes });
  await recordCalls(mocks.origin, folder.path, (recorder) => calls(recorder, mocks.token, mocks.origin.origin));
  return await replayFixtures(await readFixtures(folder.path), { snapshot, signal });
}

function differences(replayed: readonly Replayed[]): string[] {
  return replayed.flatMap((one) => one.differences.map(formatDifference));
}

/** A route that answers one path in another way than the mock. */
function otherwise(path: string, answer: (response: EdgeResponse) => void): EdgeRoute {
  return {
    name: 'otherwise',
    matches: () => false,
    matchesPath: (asked) => asked.split('?')[0] === path,
    recordBodies: false,
    async handle(request, response) {
      await readToEnd(request);
      answer(response);
    },
  };
}

function json(status: number, body: unknown): (response: EdgeResponse) => void {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
}

test('what was recorded of the mocks themselves is the same, call by call and wire by wire', async () => {
  let calls = 0;
  const replayed = await roundTrip(async (recorder, token) => {
    calls = await callEverything(recorder, token);
  });
  expect(differences(replayed)).toEqual([]);
  expect(replayed.filter(({ unasked }) => unasked !== undefined)).toEqual([]);
  expect(replayed).toHaveLength(calls);
  // A job was recorded, and its record with a field that nobody knows.
  const jobs = replayed.filter(({ name, fixture }) => name.includes('GetNextJob') && fixture.answer.body.shape);
  expect(JSON.stringify(jobs.map(({ fixture: { answer } }) => answer.body))).toContain(
    '"<field 77>":"<length_delimited>"',
  );
});

test('exactly what a real one does otherwise is shown: a status, a field more, one less, another type', async () => {
  const registration = { registration: { orgId: 7, ablyToken: 'a.b:c', plan: 'x' } };
  const routes = [
    otherwise('/deploy/registration', json(200, registration)),
    otherwise('/deploy/ping', (response) => {
      response.writeHead(403, { 'content-type': 'text/html', 'www-authenticate': 'Bearer realm="a"' });
      response.end('<html>');
    }),
  ];
  const replayed = await roundTrip(async (recorder, token) => {
    const headers = { authorization: `Bearer ${token}` };
    await (await fetch(`${recorder}/deploy/registration`, { headers })).text();
    await (await fetch(`${recorder}/deploy/certificate`, { headers })).text();
    await (await fetch(`${recorder}/deploy/ping`, { method: 'PATCH', headers, body: 'no' })).text();
    await (await fetch(`${recorder}/deploy/ping`, { method: 'PATCH', headers })).text();
  }, routes);
  expect(replayed.map((one) => [one.fixture.request.path, differences([one]), one.unasked])).toEqual([
    [
      '/deploy/registration',
      [
        'registration.orgId: recorded number, mock string',
        'registration.<key>: recorded string, mock nothing',
        'registration.ca: recorded nothing, mock string',
      ],
      undefined,
    ],
    ['/deploy/certificate', [], undefined],
    ['/deploy/ping', [], "its request's body is text, not a shape"],
    [
      '/deploy/ping',
      [
        'status: recorded 403, mock 401',
        'header content-type: recorded text/html, mock application/json',
        'header www-authenticate: recorded Bearer, mock nothing',
        'body: recorded text, mock json',
      ],
      undefined,
    ],
  ]);
  expect(formatReplay(replayed, plain, 60)).toBe(`✖ GET /deploy/registration · 1 differ
    registration.orgId: recorded number, mock string
      in 0001
    registration.<key>: recorded string, mock nothing
      in 0001
    registration.ca: recorded nothing, mock string
      in 0001
✔ GET /deploy/certificate · 1 same
✖ PATCH /deploy/ping · 1 differ, 1 not replayed
    not replayed: its request's body is text, not a shape
      in 0003
    status: recorded 403, mock 401
      in 0004
    header content-type: recorded text/html, mock
      application/json
      in 0004
    header www-authenticate: recorded Bearer, mock nothing
      in 0004
    body: recorded text, mock json
      in 0004

4 exchanges, 1 same, 2 differ, 1 not replayed
`);
});

test('another code and a field of a message that our descriptors do not know are shown by number', async () => {
  const pong = create(PingResponseSchema, { orgId: 'o', service: 'qscan' });
  pong.$unknown = [{ no: 3, wireType: 0, data: new Uint8Array([1]) }];
  const path = `/${QscanSchedulerService.typeName}`;
  const routes = [
    otherwise(`${path}/Ping`, (response) => {
      response.writeHead(200, { 'content-type': 'application/proto' });
      response.end(toBinary(PingResponseSchema, pong));
    }),
    otherwise(`${path}/GetNextJob`, json(404, { code: 'not_found', message: 'no job' })),
  ];
  const replayed = await roundTrip(async (recorder, token) => {
    const client = createClient(
      QscanSchedulerService,
      createConnectTransport({ baseUrl: recorder, httpVersion: '1.1' }),
    );
    const headers = { authorization: `Bearer ${token}` };
    await client.ping({}, { headers });
    await client.getNextJob({}, { headers }).catch(() => undefined);
  }, routes);
  expect(differences(replayed)).toEqual([
    '<field 3>: recorded varint, mock nothing',
    'status: recorded 404, mock 200',
    'RPC code: recorded not_found, mock ok',
    'header content-type: recorded application/json, mock application/proto',
    'body: recorded json, mock proto',
  ]);
});

test('jobs that come and go beside the recording make no difference', async () => {
  const replayed = await roundTrip(async (recorder, token, upstream) => {
    const options = { headers: { authorization: `Bearer ${token}` } };
    const [recorded, beside] = [recorder, upstream].map((baseUrl) => {
      const transport = createConnectTransport({ baseUrl, httpVersion: '1.1' });
      return {
        events: createClient(EventStoreService, transport),
        jobs: createClient(QscanSchedulerService, transport),
      };
    });
    const batch = { events: [{ event: { case: 'artifact' as const, value: { type: 'qscan_request', digest: 'd' } } }] };
    const result = { result: { case: 'error' as const, value: { errorText: 'none' } } };
    // One that another handed in, taken and reported here.
    await beside?.events.ingestBatch(batch, options);
    const job = await beside?.jobs.getNextJob({}, options);
    await recorded?.jobs.submitJobReport({ scanId: job?.scanId ?? '', result }, options);
    await beside?.events.ingestBatch(batch, options);
    expect(await recorded?.jobs.getNextJob({}, options)).toMatchObject({ scanId: 'scan-000002' });
    // One that was handed in here, and taken by another.
    await recorded?.events.ingestBatch(batch, options);
    await beside?.jobs.getNextJob({}, options);
    expect(await recorded?.jobs.getNextJob({}, options)).toMatchObject({ scanId: '' });
  });
  expect(replayed).toHaveLength(4);
  expect(differences(replayed)).toEqual([]);
});

test('a path that the mocks do not know is not replayed, and not the same', async () => {
  const replayed = await roundTrip((recorder) =>
    fetch(`${recorder}/deploy/secret-name`).then((answer) => answer.text()),
  );
  expect(replayed.map(({ unasked }) => unasked)).toEqual(['its path is none that the mocks know']);
  expect(formatReplay(replayed, plain, 80)).toMatch(/\n1 exchange, 0 same, 0 differ, 1 not replayed\n$/);
});

test('a job whose record is none that we know is compared as it is, and the rest is replayed', async () => {
  const job = { scanId: 's', orgId: 'o', artifact: { digest: 'd', type: 7, unheardOf: 1, summary: null } };
  const path = `/${QscanSchedulerService.typeName}`;
  const replayed = await roundTrip(
    async (recorder, token) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const post = (method: string) => fetch(`${recorder}${path}/${method}`, { method: 'POST', headers, body: '{}' });
      await (await post('GetNextJob')).text();
      await (await post('Ping')).text();
    },
    [otherwise(`${path}/GetNextJob`, json(200, job))],
  );
  const [asked, ping] = replayed;
  expect(replayed).toHaveLength(2);
  expect(asked?.differences.length).toBeGreaterThan(0);
  expect([ping?.differences, ping?.unasked]).toEqual([[], undefined]);
});

test('a token that is refused from some moment on is replayed as a wrong one from there, not before', async () => {
  let calls = 0;
  const expires: EdgeRoute = {
    ...otherwise('/deploy/certificate', json(401, { error: 'expired registration token' })),
    matchesPath: (asked) => asked === '/deploy/certificate' && ++calls > 1,
  };
  const replayed = await roundTrip(
    async (recorder, token) => {
      const headers = { authorization: `Bearer ${token}` };
      for (let call = 0; call < 2; call++) await (await fetch(`${recorder}/deploy/certificate`, { headers })).text();
    },
    [expires],
  );
  expect(replayed.map(({ fixture }) => fixture.answer.status)).toEqual([200, 401]);
  expect(differences(replayed)).toEqual([]);
});

test('a field that somebody let stand is kept of the mock as well', async () => {
  const named = snapshot.replaceAll('scan', 'scan_and_report').replaceAll('qscan_and_report', 'qscan');
  using folder = temporaryFolder();
  await using mocks = await startMocks({ snapshot: named });
  const headers = { authorization: `Bearer ${mocks.token}` };
  await recordCalls(
    mocks.origin,
    folder.path,
    (recorder) => fetch(`${recorder}/deploy/config?version=v2`, { headers }).then((answer) => answer.text()),
    ['scan_and_report'],
  );
  const replayed = await replayFixtures(await readFixtures(folder.path), { snapshot: named, signal });
  expect(JSON.stringify(replayed[0]?.fixture.answer.body)).toContain('scan_and_report');
  expect(differences(replayed)).toEqual([]);
});

test('trailers that the mocks do not send are shown by name', async () => {
  const ping = `/${QscanSchedulerService.typeName}/Ping`;
  const traced: EdgeRoute = {
    ...otherwise(ping, () => undefined),
    async handle(request, response) {
      await readToEnd(request);
      response.writeHead(200, { 'content-type': 'application/grpc+proto', trailer: 'grpc-status' });
      response.write(Buffer.alloc(5));
      (response as unknown as ServerResponse).addTrailers({ 'grpc-status': '0', 'x-trace': 'secret' });
      response.end();
    },
  };
  const replayed = await roundTrip(
    async (recorder, token) => {
      const client = createClient(QscanSchedulerService, createGrpcTransport({ baseUrl: recorder }));
      await client.ping({}, { headers: { authorization: `Bearer ${token}` } });
    },
    [traced],
  );
  expect(differences(replayed).filter((line) => line.startsWith('trailer'))).toEqual([
    expect.stringMatching(/^trailer .*: recorded <.*>, mock nothing$/),
  ]);
});
