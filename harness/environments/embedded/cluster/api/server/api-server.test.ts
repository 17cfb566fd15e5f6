import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import type { NodeAgent } from '../node-agent.ts';
import { ApiError } from '../objects/api-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { type Endpoint, httpsCall } from '../testing/https-call.ts';
import { nodeAgentStub } from '../testing/node-agent-stub.ts';
import { startTestServer } from '../testing/start-test-server.ts';
import { watchLines } from '../testing/watch-lines.ts';

const configMaps = '/api/v1/namespaces/default/configmaps';
const pods = '/api/v1/namespaces/default/pods';

async function send(endpoint: Endpoint, method: string, path: string, body?: unknown, type = 'application/json') {
  const headers: Record<string, string> = body === undefined ? {} : { 'Content-Type': type };
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await httpsCall(endpoint, path, { method, headers, body: text });
  return { status: answer.status, headers: answer.headers, body: JSON.parse(answer.text) as Record<string, never> };
}

function configMap(name: string, data: Record<string, string> = {}, labels: Record<string, string> = {}) {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels }, data };
}

test('only the token of the kubeconfig opens more than health and version', async () => {
  await using local = await startTestServer();
  const stranger = { ...local.endpoint, token: 'wrong' };
  const ready = await httpsCall({ ...stranger, token: '' }, '/readyz');
  // Idle connections are kept as long as a real server keeps them, or a busy client would meet the end of one.
  expect(ready).toMatchObject({ text: 'ok', headers: { 'keep-alive': 'timeout=90' } });
  const refused = await send(stranger, 'GET', configMaps);
  expect(refused).toMatchObject({ status: 401, body: { kind: 'Status', reason: 'Unauthorized', code: 401 } });
  expect(local.server.kubeconfig).toContain(local.server.token);
});

test('unknown fields are refused, warned of or dropped, as the client asks', async () => {
  await using local = await startTestServer();
  const body = { ...configMap('c'), foo: 1 };
  const strict = await send(local.endpoint, 'POST', `${configMaps}?fieldValidation=Strict`, body);
  expect(strict.body).toMatchObject({ code: 400, message: expect.stringContaining('unknown field "foo"') });
  const warned = await send(local.endpoint, 'POST', `${configMaps}?dryRun=All`, body);
  expect(warned).toMatchObject({ status: 201, headers: { warning: '299 - "unknown field \\"foo\\""' } });
  const ignored = await send(local.endpoint, 'POST', `${configMaps}?fieldValidation=Ignore`, body);
  expect(ignored.headers.warning).toBeUndefined();
  expect(ignored.body).not.toHaveProperty('foo');
});

test('a dry run stores nothing', async () => {
  await using local = await startTestServer();
  expect((await send(local.endpoint, 'POST', `${configMaps}?dryRun=All`, configMap('c'))).status).toBe(201);
  expect((await send(local.endpoint, 'GET', `${configMaps}/c`)).status).toBe(404);
});

test('lists come in pages and by selector', async () => {
  await using local = await startTestServer();
  for (const name of ['a', 'b', 'c']) {
    await send(local.endpoint, 'POST', configMaps, configMap(name, {}, { letter: name, tier: 'x' }));
  }
  const names = (list: { body: unknown }) =>
    (list.body as { items: KubeObject[] }).items.map(({ metadata }) => metadata.name);
  const first = await send(local.endpoint, 'GET', `${configMaps}?limit=2&labelSelector=tier`);
  expect(names(first)).toEqual(['a', 'b']);
  const token = (first.body as unknown as { metadata: { continue: string } }).metadata.continue;
  const rest = await send(local.endpoint, 'GET', `${configMaps}?limit=2&labelSelector=tier&continue=${token}`);
  expect(names(rest)).toEqual(['c']);
  const some = `${configMaps}?labelSelector=${encodeURIComponent('letter in (a,c),letter!=c')}`;
  expect(names(await send(local.endpoint, 'GET', some))).toEqual(['a']);
  expect(names(await send(local.endpoint, 'GET', `${configMaps}?fieldSelector=metadata.name%3Db`))).toEqual(['b']);
});

test('a watch tells what enters and leaves its selector, and marks its start', async () => {
  await using local = await startTestServer();
  await send(local.endpoint, 'POST', configMaps, configMap('a', {}, { on: 'yes' }));
  const query =
    'watch=1&labelSelector=on%3Dyes&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
  await using watch = await watchLines(local.endpoint, `${configMaps}?${query}`);
  expect(await watch.next()).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'a' } } });
  const bookmark = await watch.next();
  expect(bookmark).toMatchObject({
    type: 'BOOKMARK',
    object: { metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } } },
  });
  const merge = 'application/merge-patch+json';
  await send(local.endpoint, 'PATCH', `${configMaps}/a`, { metadata: { labels: { on: 'no' } } }, merge);
  await send(local.endpoint, 'POST', configMaps, configMap('b', {}, { on: 'yes' }));
  expect(await watch.next()).toMatchObject({ type: 'DELETED', object: { metadata: { name: 'a' } } });
  expect(await watch.next()).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'b' } } });
});

test('watches and lists of a version that is forgotten are told to start anew', async () => {
  await using local = await startTestServer();
  for (const name of ['a', 'b', 'c']) await send(local.endpoint, 'POST', configMaps, configMap(name));
  const first = await send(local.endpoint, 'GET', `${configMaps}?limit=2`);
  const { metadata } = first.body as unknown as { metadata: { continue: string; resourceVersion: string } };
  for (let round = 0; round < 8200; round++) {
    local.state.api.update('ConfigMap', {
      metadata: { name: 'a', namespace: 'default' },
      data: { round: String(round) },
    });
  }
  const version = `resourceVersion=${metadata.resourceVersion}`;
  await using watch = await watchLines(local.endpoint, `${configMaps}?watch=1&${version}`);
  expect(await watch.next()).toMatchObject({ type: 'ERROR', object: { reason: 'Expired', code: 410 } });
  // As an API server 1.34 answers once etcd is compacted, which happens every five minutes: no case of the suite can wait for it.
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', reason: 'Expired', code: 410 };
  const tooOld = { ...status, message: 'The resourceVersion for the provided list is too old.' };
  for (const query of ['resourceVersionMatch=Exact', 'limit=2']) {
    const list = await send(local.endpoint, 'GET', `${configMaps}?${version}&${query}`);
    expect(list).toMatchObject({ status: 410, body: tooOld });
  }
  const second = await send(local.endpoint, 'GET', `${configMaps}?limit=2&continue=${metadata.continue}`);
  const go = (second.body as unknown as { metadata: { continue: string } }).metadata.continue;
  expect(second.status).toBe(410);
  expect(second.body).toEqual({
    ...status,
    metadata: { continue: go },
    message:
      'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
  });
  const rest = await send(local.endpoint, 'GET', `${configMaps}?limit=2&continue=${go}`);
  expect(rest.body).toMatchObject({ items: [{ metadata: { name: 'c' } }, { metadata: { name: 'kube-root-ca.crt' } }] });
});

test('server-side apply owns what it sets, gives it up, and refuses what others own', async () => {
  await using local = await startTestServer();
  const apply = (manager: string, data: Record<string, string>, force = false) =>
    send(
      local.endpoint,
      'PATCH',
      `${configMaps}/shared?fieldManager=${manager}&force=${force}`,
      // Empty labels would be owned too.
      { ...configMap('shared', data), metadata: { name: 'shared' } },
      'application/apply-patch+yaml',
    );
  expect((await apply('one', { a: '1', b: '1' })).status).toBe(201);
  expect((await apply('two', { c: '2' })).body).toMatchObject({ data: { a: '1', b: '1', c: '2' } });
  const conflict = await apply('two', { a: '2', c: '2' });
  expect(conflict.body).toMatchObject({
    code: 409,
    message: 'Apply failed with 1 conflict: conflict with "one": .data.a',
    details: { causes: [{ reason: 'FieldManagerConflict', field: '.data.a' }] },
  });
  expect((await apply('two', { a: '2' }, true)).body).toMatchObject({ data: { a: '2', b: '1' } });
  const left = (await apply('one', {})).body as unknown as { data: unknown };
  expect(left.data).toEqual({ a: '2' });
});

const restricted = 'pod-security.kubernetes.io/enforce';
const pod = (name: string, spec: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers: [{ name: 'app', image: 'registry.example/app:1' }], ...spec },
});

test('a namespace refuses the pods that its security level forbids, whoever makes them', async () => {
  await using local = await startTestServer();
  local.state.api.create('Namespace', { metadata: { name: 'safe', labels: { [restricted]: 'baseline' } } });
  const refused = await send(
    local.endpoint,
    'POST',
    '/api/v1/namespaces/safe/pods',
    pod('p', { hostNetwork: true, hostPID: true }),
  );
  const message = 'violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true, hostPID=true)';
  expect(refused.body).toMatchObject({ code: 403, message: `pods "p" is forbidden: ${message}` });
  const create = () =>
    local.state.api.create('Pod', {
      metadata: { name: 'p', namespace: 'safe' },
      spec: { containers: [{ name: 'app', image: 'x', securityContext: { privileged: true } }] },
    });
  expect(create).toThrow(ApiError);
  expect((await send(local.endpoint, 'POST', '/api/v1/namespaces/safe/pods', pod('p'))).status).toBe(201);
});

function agent(lines: readonly string[], port?: number): NodeAgent {
  return nodeAgentStub({
    async *logs(_pod, { container, tailLines }) {
      if (container === 'none') throw new ApiError(400, 'BadRequest', 'container none is not valid for pod p');
      for (const line of lines.slice(tailLines === undefined ? 0 : -tailLines)) yield Buffer.from(`${line}\n`);
    },
    port: () => port,
  });
}

test('logs and ports of a pod come from its node', async () => {
  const upstream = createServer((request, response) => response.end(`${request.method} ${request.url}`));
  upstream.listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  try {
    await using local = await startTestServer();
    await send(local.endpoint, 'POST', pods, pod('p'));
    expect((await httpsCall(local.endpoint, `${pods}/p/log`)).status).toBe(503);
    local.server.nodeAgent = agent(['one', 'two', 'three'], (upstream.address() as AddressInfo).port);
    local.state.api.bind({ namespace: 'default', name: 'p' }, 'node-1');
    expect((await httpsCall(local.endpoint, `${pods}/p/log?tailLines=2`)).text).toBe('two\nthree\n');
    expect((await send(local.endpoint, 'GET', `${pods}/p/log?container=none`)).body).toMatchObject({ code: 400 });
    expect((await httpsCall(local.endpoint, `${pods}/p:8080/proxy/metrics?a=b`)).text).toBe('GET /metrics?a=b');
  } finally {
    upstream.close();
  }
});

test('the two APIs of events show the same objects', async () => {
  await using local = await startTestServer();
  local.state.api.create('Event', {
    metadata: { name: 'e', namespace: 'default' },
    involvedObject: { kind: 'Pod', name: 'p', namespace: 'default' },
    reason: 'Started',
    message: 'it runs',
    type: 'Normal',
  });
  const seen = await send(local.endpoint, 'GET', '/apis/events.k8s.io/v1/namespaces/default/events/e');
  expect(seen.body).toMatchObject({ apiVersion: 'events.k8s.io/v1', note: 'it runs', regarding: { name: 'p' } });
  const bySubject = await send(
    local.endpoint,
    'GET',
    '/api/v1/namespaces/default/events?fieldSelector=involvedObject.name%3Dp',
  );
  expect((bySubject.body as unknown as { items: unknown[] }).items).toHaveLength(1);
});
