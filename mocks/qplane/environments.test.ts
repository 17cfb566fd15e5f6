import { once } from 'node:events';
import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import { Code, ConnectError, createClient } from '@connectrpc/connect';
import { createConnectTransport, createGrpcTransport } from '@connectrpc/connect-node';
import { expect, test } from 'vitest';
import { createEdge } from '../../harness/edge/edge.ts';
import { createCertificateAuthority } from '../../harness/environments/embedded/certificates/certificate-authority.ts';
import { readSnapshot } from '../../harness/snapshot/read-snapshot.ts';
import { EventStoreService } from '../proto/gen/eventstore/v1/event_store_pb.js';
import { QscanSchedulerService } from '../proto/gen/qscan/v1/scheduler_pb.js';
import { createPulse } from '../pulse/pulse.ts';
import { pulseRoute } from '../pulse/pulse-route.ts';
import { type IssuedEnvironment, issueTokens } from './issue-tokens.ts';
import { guideEnvironment } from './model/guide-environment.ts';
import { newEnvironment } from './model/new-environment.ts';
import { renderSnapshot } from './model/render-snapshot.ts';
import { createQplane } from './qplane.ts';
import { qplaneRoute } from './qplane-route.ts';

const production: IssuedEnvironment = {
  orgId: 'org_production',
  token: 'of-production',
  expiredTokens: ['once-of-production'],
  snapshot: guideEnvironment(),
};
const staging: IssuedEnvironment = { orgId: 'org_staging', token: 'of-staging', snapshot: newEnvironment() };

/** Two environments behind one Edge, called over real sockets as the agents call. */
async function started() {
  const ca = await createCertificateAuthority({ runId: 'test' });
  const { environments, expire } = issueTokens([production, staging]);
  const announced: string[] = [];
  const qplane = createQplane({ environments, announce: (orgId) => void announced.push(orgId) });
  const pulse = createPulse({ environments });
  const edge = await createEdge({ ca, routes: [qplaneRoute(qplane), pulseRoute(pulse)] });
  const { port } = await edge.listen();
  const secure = { baseUrl: `https://localhost:${port}`, nodeOptions: { ca: ca.certPem } };
  const events = createClient(EventStoreService, createGrpcTransport(secure));
  const scheduler = createClient(QscanSchedulerService, createConnectTransport({ ...secure, httpVersion: '1.1' }));

  async function call(host: string, method: string, path: string, token: string | undefined, body?: string) {
    const headers = { host, ...bearer(token) };
    const to = { host: '127.0.0.1', port, servername: host, ca: ca.certPem, method, path, agent: false as const };
    const request = httpsRequest({ ...to, headers }).end(body);
    const [answer] = await once(request, 'response');
    return { status: answer.statusCode as number, body: await text(answer) };
  }
  const artifact = { type: 'qscan_request', digest: 'd'.repeat(40) };
  return {
    qplane,
    pulse,
    announced,
    expire,
    deploy: (path: string, token?: string) =>
      path === 'ping'
        ? call('api.qpoint.io', 'PATCH', '/deploy/ping', token, '{}')
        : call('api.qpoint.io', 'GET', `/deploy/${path}`, token),
    heartbeat: (token?: string) => call('api-pulse.qpoint.io', 'PATCH', '/api/v1/heartbeat', token, '{}'),
    ingest: (token?: string) =>
      events.ingestBatch({ events: [{ event: { case: 'artifact', value: artifact } }] }, { headers: bearer(token) }),
    next: (token?: string) => scheduler.getNextJob({}, { headers: bearer(token) }),
    report: (scanId: string, token?: string) => {
      const value = { piiEntities: [{ entityType: 'EMAIL_ADDRESS', valueHash: 'h'.repeat(64) }] };
      return scheduler.submitJobReport(
        { scanId, result: { result: { case: 'success', value } } },
        { headers: bearer(token) },
      );
    },
    [Symbol.asyncDispose]: () => edge[Symbol.asyncDispose](),
  };
}

const bearer = (token: string | undefined): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` };

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error) => ConnectError.from(error).code,
  );

const deployCalls = ['ping', 'registration', 'config', 'certificate'];

test.each([
  ['of-production', 'org_production', 's3'],
  ['of-staging', 'org_staging', 'qpoint'],
])('token %s stands for %s in every call', async (token, orgId, store) => {
  await using run = await started();
  expect((await run.deploy('ping', token)).status).toBe(200);
  expect(JSON.parse((await run.deploy('registration', token)).body)).toMatchObject({ registration: { orgId } });
  const { body } = await run.deploy('config', token);
  expect(readSnapshot(body, { file: 'config', wrapped: true }).objectStores).toMatchObject([{ kind: store }]);
  expect((await run.deploy('certificate', token)).status).toBe(200);
  expect(run.qplane.state.calls().map((call) => call.orgId)).toEqual(Array(4).fill(orgId));

  expect((await run.heartbeat(token)).status).toBe(201);
  await run.ingest(token);
  const job = await run.next(token);
  expect(job.orgId).toBe(orgId);
  await run.report(job.scanId, token);
  expect(run.pulse.state.findings()).toMatchObject([{ job: { orgId, state: 'done' } }]);
});

test.each([
  ['expired', 'once-of-production'],
  ['unknown', 'of-somebody-else'],
  ['missing', undefined],
] as const)('a token that is %s gets nothing anywhere', async (refusal, token) => {
  await using run = await started();
  for (const path of deployCalls) {
    const { status, body } = await run.deploy(path, token);
    expect([status, JSON.parse(body)], path).toEqual([401, { error: `${refusal} registration token` }]);
  }
  expect((await run.heartbeat(token)).status).toBe(401);
  await run.ingest('of-production');
  const calls = [run.ingest(token), run.next(token), run.report('scan-000001', token)];
  expect(await Promise.all(calls.map(codeOf))).toEqual(Array(3).fill(Code.Unauthenticated));
  const { qplane, pulse } = run;
  expect(qplane.state.refusals().map((call) => call.refusal)).toEqual(Array(4).fill(refusal));
  expect(pulse.state.refusals().map((call) => call.refusal)).toEqual(Array(4).fill(refusal));
  expect(pulse.state.events()).toHaveLength(1);
  expect(pulse.state.jobs('queued')).toHaveLength(1);
  expect([pulse.state.polls(), pulse.state.reports(), pulse.state.heartbeats()]).toEqual([0, [], []]);
});

test("one environment's jobs and findings never reach another's token", async () => {
  await using run = await started();
  await run.ingest('of-production');
  expect(await run.next('of-staging')).toMatchObject({ scanId: '', orgId: '' });
  const job = await run.next('of-production');
  expect(job.orgId).toBe('org_production');
  // A scanner that knows the id of another's job, before and after its owner has reported.
  expect(await codeOf(run.report(job.scanId, 'of-staging'))).toBe(Code.NotFound);
  expect(run.pulse.state.findings()).toEqual([]);
  await run.report(job.scanId, 'of-production');
  expect(await codeOf(run.report(job.scanId, 'of-staging'))).toBe(Code.NotFound);
  expect(run.pulse.state.findings().map(({ job }) => job.orgId)).toEqual(['org_production']);
  expect(run.pulse.state.reports().map(({ orgId, standing }) => [orgId, standing])).toEqual([
    ['org_staging', 'unknown-scan'],
    ['org_production', 'counted'],
    ['org_staging', 'unknown-scan'],
  ]);
});

test('a token that expires is refused from then on, by Qplane and Pulse, and no other is', async () => {
  await using run = await started();
  await run.ingest('of-production');
  run.expire('of-production');
  for (const path of deployCalls) expect((await run.deploy(path, 'of-production')).status, path).toBe(401);
  expect(await codeOf(run.ingest('of-production'))).toBe(Code.Unauthenticated);
  expect(await codeOf(run.next('of-production'))).toBe(Code.Unauthenticated);
  await run.ingest('of-staging');
  expect((await run.next('of-staging')).orgId).toBe('org_staging');
  expect(() => run.expire('of-somebody-else')).toThrow('No environment has this token');
});

test('a change in one environment is served and announced there only', async () => {
  await using run = await started();
  const before = (await run.deploy('config', 'of-staging')).body;
  const model = run.qplane.state.update('of-production', (model) => ({
    ...model,
    tap: { ...model.tap, direction: 'ingress' },
  }));
  expect(model.tap.direction).toBe('ingress');
  expect((await run.deploy('config', 'of-production')).body).toBe(renderSnapshot(model).text);
  expect((await run.deploy('config', 'of-staging')).body).toBe(before);
  expect(run.announced).toEqual(['org_production']);
});

test('a change that cannot be served changes nothing', async () => {
  await using run = await started();
  const before = (await run.deploy('config', 'of-production')).body;
  const { state } = run.qplane;
  const broken = () => state.update('of-production', (model) => ({ ...model, stacks: {} }));
  expect(broken).toThrow('tap.http.stack names the stack "scan", which nobody defined: define it.');
  expect(() => state.update('of-somebody-else', (model) => model)).toThrow('no environment with this token');
  expect((await run.deploy('config', 'of-production')).body).toBe(before);
  state.setSnapshot('of-production', 'tap: {}\n');
  expect(() => state.update('of-production', (model) => model)).toThrow('a snapshot as text, not by a model');
  state.setSnapshot('of-production', newEnvironment());
  expect(state.update('of-production', (model) => model)).toEqual(newEnvironment());
});

test.each<[string, IssuedEnvironment]>([
  ['Two environments have the organisation org_production', { ...staging, orgId: 'org_production' }],
  ['One token is issued twice, for org_production and for org_staging', { ...staging, token: 'of-production' }],
  ['One token is issued twice', { ...staging, expiredTokens: ['once-of-production'] }],
  ['The environment of org_staging has an empty token', { ...staging, token: '' }],
])('%s', (message, other) => {
  expect(() => issueTokens([production, other])).toThrow(message);
});
