import { once } from 'node:events';
import { request as httpsRequest } from 'node:https';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { createEdge } from '../../harness/edge/edge.ts';
import { createCertificateAuthority } from '../../harness/environments/embedded/certificates/certificate-authority.ts';
import { createQplane, type QplaneOptions } from './qplane.ts';
import { qplaneRoute } from './qplane-route.ts';

const caller = { namespace: 'qpoint', pod: 'qtap-x', node: 'node-a' };
const snapshot = '# mine\nconfig:\n    version: 2   # odd spacing stays\n';

async function started(options: Partial<QplaneOptions> = {}) {
  const ca = await createCertificateAuthority({ runId: 'test' });
  const environments = [
    { token: 'good', orgId: 'org_e2e', seed: 7, snapshot },
    { token: 'old', orgId: 'org_old', snapshot, expired: true },
  ];
  const qplane = createQplane({ environments, ...options });
  const edge = await createEdge({ ca, routes: [qplaneRoute(qplane)] });
  const server = createServer((socket) => edge.accept(socket, { caller, port: 443 })).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  const { port } = address;

  async function call(method: string, path: string, token: string | undefined = 'good', body?: string) {
    const host = 'api.qpoint.io';
    const authorization = token === '' ? {} : { authorization: `Bearer ${token}` };
    const options = { host: '127.0.0.1', port, servername: host, ca: ca.certPem, method, path, agent: false as const };
    const request = httpsRequest({ ...options, headers: { host, ...authorization } }).end(body);
    const [answer] = await once(request, 'response');
    return { status: answer.statusCode, type: answer.headers['content-type'], body: await text(answer) };
  }
  return {
    qplane,
    call,
    async [Symbol.asyncDispose]() {
      await edge[Symbol.asyncDispose]();
      server.close();
    },
  };
}

test('the start-up of an agent, call by call', async () => {
  await using run = await started();
  const ping = JSON.stringify({ name: 'node-a', status: 'starting', instanceId: 'i-1', sysInfo: {} });
  expect(await run.call('PATCH', '/deploy/ping', 'good', ping)).toMatchObject({ status: 200 });
  const { body, status } = await run.call('GET', '/deploy/registration');
  expect(status).toBe(200);
  expect(JSON.parse(body)).toEqual({
    registration: { orgId: 'org_e2e', ablyToken: expect.stringMatching(/^[^:]+:.+$/), ca: '' },
    harness: { seed: 7 },
  });
  const config = await run.call('GET', '/deploy/config?version=v2');
  expect(config).toEqual({ status: 200, type: 'application/yaml', body: snapshot });
  expect((await run.call('GET', '/deploy/certificate')).status).toBe(200);
  expect(run.qplane.state.calls()).toMatchObject([
    { kind: 'ping', orgId: 'org_e2e', caller, ping: { name: 'node-a', status: 'starting', instanceId: 'i-1' } },
    { kind: 'registration', orgId: 'org_e2e', caller },
    { kind: 'config', orgId: 'org_e2e' },
    { kind: 'certificate' },
  ]);
  expect(run.qplane.state.refusals()).toEqual([]);
});

test.each([
  ['', 'missing'],
  ['of-another', 'unknown'],
  ['old', 'expired'],
])('token %j is refused on every call with a body that parses', async (token, refusal) => {
  await using run = await started();
  for (const [method, path] of [
    ['PATCH', '/deploy/ping'],
    ['GET', '/deploy/registration'],
    ['GET', '/deploy/config?version=v2'],
    ['GET', '/deploy/certificate'],
  ] as const) {
    const answer = await run.call(method, path, token, method === 'PATCH' ? '{}' : undefined);
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.body)).toEqual({ error: `${refusal} registration token` });
  }
  expect(run.qplane.state.refusals()).toHaveLength(4);
  expect(run.qplane.state.refusals()[0]).toMatchObject({ refusal, orgId: undefined, caller });
});

test('a path that nobody serves is 501', async () => {
  await using run = await started();
  expect((await run.call('GET', '/deploy/other')).status).toBe(501);
});

test('a new snapshot is served from then on, and a wait for its fetch ends with it', async () => {
  await using run = await started();
  const { state } = run.qplane;
  const fetched = state.waitFor(() => state.calls('config').length === 1, { signal: AbortSignal.timeout(20_000) });
  state.setSnapshot('good', 'tap: {}\n');
  expect((await run.call('GET', '/deploy/config?version=v2')).body).toBe('config:\n  tap: {}\n');
  await fetched;
  expect(() => state.setSnapshot('other', '')).toThrow('no environment with this token');
});

test('a wait in vain names what was awaited and the last state', async () => {
  await using run = await started();
  const waiting = run.qplane.state.waitFor(() => false, { signal: AbortSignal.abort(), awaited: 'a ping' });
  await expect(waiting).rejects.toThrow('Awaited a ping in vain; last state: Qplane saw 0 calls');
});
