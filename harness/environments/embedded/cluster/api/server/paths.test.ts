import { createPublicKey, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Endpoint, httpsCall } from '../testing/https-call.ts';
import { startTestServer } from '../testing/start-test-server.ts';

const get = (endpoint: Endpoint, path: string, headers: Record<string, string> = {}) =>
  httpsCall(endpoint, path, { headers });

const gear = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'gears.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'gears', singular: 'gear', kind: 'Gear' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              size: { type: 'integer', default: 3, minimum: 1 },
              loose: { type: 'object', nullable: true, properties: { a: { type: 'string' } } },
              port: { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] },
            },
          },
        },
      },
    ],
  },
};

test('OpenAPI v2 comes as JSON and protobuf, once, with the custom kinds of the moment', async () => {
  await using local = await startTestServer();
  const { endpoint } = local;
  const json = await get(endpoint, '/openapi/v2');
  expect(json.headers['content-type']).toBe('application/json');
  const { definitions } = JSON.parse(json.text) as { definitions: Record<string, unknown> };
  expect(definitions['io.k8s.api.core.v1.ContainerPort']).toMatchObject({
    required: ['containerPort'],
    properties: { protocol: { type: 'string', enum: ['SCTP', 'TCP', 'UDP'] } },
  });
  const known = await get(endpoint, '/openapi/v2', { 'If-None-Match': String(json.headers.etag) });
  expect(known).toMatchObject({ status: 304, text: '' });
  const accept = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';
  expect(await get(endpoint, '/openapi/v2', { Accept: `application/json;q=0.5, ${accept}` })).toMatchObject({
    headers: { 'content-type': 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf', etag: json.headers.etag },
    text: expect.stringContaining('\n\x032.0\x12\x12\n\nKubernetes\x12\x041.34'),
  });
  expect((await get(endpoint, '/openapi/v2', { Accept: 'text/html' })).status).toBe(406);
  await httpsCall(endpoint, '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(gear),
  });
  const later = await get(endpoint, '/openapi/v2', { 'If-None-Match': String(json.headers.etag) });
  expect(JSON.parse(later.text)).toMatchObject({
    definitions: {
      'com.example.v1.Gear': {
        properties: {
          size: { type: 'integer', minimum: 1 },
          loose: {},
          port: { 'x-kubernetes-int-or-string': true },
        },
      },
    },
  });
});

test('answers are indented for people', async () => {
  await using local = await startTestServer();
  const read = async (path: string, agent: string) => (await get(local.endpoint, path, { 'User-Agent': agent })).text;
  const object = '/api/v1/namespaces/none';
  const message = 'namespaces \\"none\\" not found';
  const details = '"details":{"name":"none","kind":"namespaces"}';
  const line = `{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"${message}","reason":"NotFound",${details},"code":404}\n`;
  const indented = JSON.stringify(JSON.parse(line), null, 2);
  for (const agent of ['curl/8.5.0', 'Wget/1.21', 'Mozilla/5.0 (X11)'])
    expect(await read(object, agent)).toBe(indented);
  expect(await read(object, 'kubectl/v1.34.4')).toBe(line);
  expect(await read(`${object}?pretty=true`, 'kubectl/v1.34.4')).toBe(indented);
  expect(await read(`${object}?pretty=false`, 'curl/8.5.0')).toBe(line);
  expect(await read('/version', 'kubectl/v1.34.4')).toMatch(/^\{\n {2}"major": "1",/);
  expect(await read('/api/v1/namespaces/%3Ca%3E', 'kubectl/v1.34.4')).toContain('\\u003ca\\u003e');
});

test('health lists its checks', async () => {
  await using local = await startTestServer();
  const { text } = await get(local.endpoint, '/readyz?verbose&exclude=etcd&exclude=none');
  expect(text).toMatch(/^\[\+\]ping ok\n\[\+\]log ok\n\[\+\]etcd excluded: ok\n\[\+\]etcd-readiness ok\n/);
  expect(text).toMatch(
    /\[\+\]shutdown ok\nwarn: some health checks cannot be excluded: no matches for "none"\nreadyz check passed\n$/,
  );
  expect((await get(local.endpoint, '/livez/poststarthook/rbac/bootstrap-roles')).text).toBe('ok');
  expect((await get(local.endpoint, '/livez/nonsense')).status).toBe(404);
});

test('the published key checks the tokens of service accounts', async () => {
  await using local = await startTestServer();
  const { token } = local.state.api.issueToken({ namespace: 'default', name: 'default' });
  const configuration = JSON.parse((await get(local.endpoint, '/.well-known/openid-configuration')).text);
  const [head = '', payload = '', signature = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  expect(configuration).toMatchObject({ issuer: claims.iss, id_token_signing_alg_values_supported: ['ES256'] });
  const keys = await get(local.endpoint, new URL(configuration.jwks_uri).pathname);
  expect(keys.headers['content-type']).toBe('application/jwk-set+json');
  const [jwk] = JSON.parse(keys.text).keys;
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  const signed = Buffer.from(`${head}.${payload}`);
  expect(verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))).toBe(true);
});

test('metrics count what is stored', async () => {
  await using local = await startTestServer();
  const { text, headers } = await get(local.endpoint, '/metrics');
  expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(text).toContain('\napiserver_storage_objects{resource="namespaces"} 4\n');
  expect((await get({ ...local.endpoint, token: '' }, '/metrics')).status).toBe(403);
});
