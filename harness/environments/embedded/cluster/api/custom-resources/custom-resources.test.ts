import { expect, test } from 'vitest';
import { type Endpoint, httpsCall } from '../testing/https-call.ts';
import { startTestServer } from '../testing/start-test-server.ts';
import { watchLines } from '../testing/watch-lines.ts';

const definitionsPath = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const widgets = '/apis/example.com/v1/namespaces/default/widgets';
const old = widgets.replace('/v1/', '/v1beta1/');

const schema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      required: ['size'],
      properties: {
        size: { type: 'string', enum: ['small', 'large'] },
        replicas: { type: 'integer', maximum: 10, default: 1 },
        free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        tags: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
      },
    },
    status: { type: 'object', properties: { replicas: { type: 'integer' } } },
  },
};

const definition = {
  metadata: { name: 'widgets.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { kind: 'Widget', plural: 'widgets' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: schema },
        subresources: {
          status: {},
          scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' },
        },
        additionalPrinterColumns: [{ name: 'Size', type: 'string', jsonPath: '.spec.size' }],
      },
      { name: 'v1beta1', served: true, storage: false, schema: { openAPIV3Schema: schema } },
    ],
  },
};

interface Body {
  readonly message?: string;
  readonly spec?: unknown;
  readonly apiVersion?: string;
  readonly metadata?: { readonly generation?: number };
  readonly [field: string]: unknown;
}

async function send(
  endpoint: Endpoint,
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = { 'Content-Type': 'application/json' },
) {
  const text = body === undefined ? '' : JSON.stringify(body);
  const answer = await httpsCall(endpoint, path, { method, headers: body === undefined ? {} : headers, body: text });
  let parsed: Body = {};
  if (answer.headers['content-type']?.includes('json')) parsed = JSON.parse(answer.text) as Body;
  return { status: answer.status, body: parsed, text: answer.text };
}

/** Defines widgets, and awaits that they are served. */
async function define(endpoint: Endpoint): Promise<void> {
  await using changes = await watchLines(endpoint, `${definitionsPath}?watch=true`);
  expect((await send(endpoint, 'POST', definitionsPath, definition)).status).toBe(201);
  for (;;) {
    const { object } = (await changes.next()) as { object: { status?: { conditions?: { type: string }[] } } };
    if (object.status?.conditions?.some(({ type }) => type === 'Established')) return;
  }
}

function widget(spec: object, name = 'w', version = 'v1'): object {
  return { apiVersion: `example.com/${version}`, kind: 'Widget', metadata: { name }, spec };
}

test('a definition brings its kind into discovery, OpenAPI and every served version', async () => {
  await using local = await startTestServer();
  const { endpoint } = local;
  expect((await send(endpoint, 'GET', widgets)).status).toBe(404);
  await define(endpoint);
  const { body: group } = await send(endpoint, 'GET', '/apis/example.com');
  expect(group).toMatchObject({
    preferredVersion: { version: 'v1' },
    versions: [{ version: 'v1' }, { version: 'v1beta1' }],
  });
  const { text } = await send(endpoint, 'GET', '/openapi/v3/apis/example.com/v1');
  expect(text).toContain('"com.example.v1.Widget"');
  await send(endpoint, 'POST', widgets, widget({ size: 'small' }));
  expect((await send(endpoint, 'GET', `${old}/w`)).body).toMatchObject({
    apiVersion: 'example.com/v1beta1',
    spec: { size: 'small', replicas: 1 },
  });
  const viaOld = await send(endpoint, 'POST', old, widget({ size: 'large' }, 'x', 'v1beta1'));
  expect(viaOld.body.apiVersion).toBe('example.com/v1beta1');
  expect((await send(endpoint, 'GET', `${widgets}/x`)).body.apiVersion).toBe('example.com/v1');
  const table = { Accept: 'application/json;as=Table;g=meta.k8s.io;v=v1' };
  const { text: rows } = await httpsCall(endpoint, widgets, { headers: table });
  expect((JSON.parse(rows) as { rows: { cells: unknown[] }[] }).rows.map(({ cells }) => cells)).toEqual([
    ['w', 'small'],
    ['x', 'large'],
  ]);
});

test('the schema is kept: what does not fit is refused, what it does not know goes', async () => {
  await using local = await startTestServer();
  const { endpoint } = local;
  await define(endpoint);
  const refused = async (spec: object) => (await send(endpoint, 'POST', widgets, widget(spec))).body.message;
  expect(await refused({ size: 'medium' })).toBe(
    'Widget.example.com "w" is invalid: spec.size: Unsupported value: "medium": supported values: "small", "large"',
  );
  expect(await refused({})).toBe('Widget.example.com "w" is invalid: spec.size: Required value');
  expect(await refused({ size: 'small', replicas: '2' })).toBe(
    'Widget.example.com "w" is invalid: spec.replicas: Invalid value: "string": spec.replicas in body must be of type integer: "string"',
  );
  expect(await refused({ size: 'small', tags: ['a', 'a'] })).toBe(
    'Widget.example.com "w" is invalid: spec.tags[1]: Duplicate value: "a"',
  );
  const given = widget({ size: 'small', extra: 1, free: { any: { thing: true } } });
  const strict = await send(endpoint, 'POST', `${widgets}?fieldValidation=Strict`, given);
  expect(strict.body.message).toBe(
    'Widget in version "v1" cannot be handled as a Widget: strict decoding error: unknown field "spec.extra"',
  );
  const { body } = await send(endpoint, 'POST', widgets, given);
  expect(body.spec).toEqual({ size: 'small', replicas: 1, free: { any: { thing: true } } });
});

test('patches, apply, status and scale work on custom resources', async () => {
  await using local = await startTestServer();
  const { endpoint } = local;
  await define(endpoint);
  await send(endpoint, 'POST', widgets, widget({ size: 'small' }));
  const patch = (type: string, path: string, body: object) =>
    send(endpoint, 'PATCH', path, body, { 'Content-Type': `application/${type}` });
  const merged = await patch('merge-patch+json', `${widgets}/w`, { spec: { replicas: 3 }, status: { replicas: 7 } });
  expect(merged.body).toMatchObject({ spec: { replicas: 3 }, metadata: { generation: 2 } });
  expect(merged.body.status).toBeUndefined();
  expect((await patch('strategic-merge-patch+json', `${widgets}/w`, {})).status).toBe(415);
  const status = await patch('merge-patch+json', `${widgets}/w/status`, {
    spec: { replicas: 9 },
    status: { replicas: 2 },
  });
  expect(status.body).toMatchObject({ spec: { replicas: 3 }, status: { replicas: 2 }, metadata: { generation: 2 } });
  const scaled = await patch('merge-patch+json', `${widgets}/w/scale`, { spec: { replicas: 5 } });
  expect(scaled.body).toMatchObject({ kind: 'Scale', spec: { replicas: 5 }, status: { replicas: 2 } });
  const apply = (size: string, manager: string) =>
    patch('apply-patch+yaml', `${widgets}/a?fieldManager=${manager}`, widget({ size }, 'a'));
  expect((await apply('small', 'ann')).status).toBe(201);
  expect((await apply('large', 'bob')).body.message).toBe(
    'Apply failed with 1 conflict: conflict with "ann": .spec.size',
  );
});

test('a definition takes its objects with it, also those that are kept for a while', async () => {
  await using local = await startTestServer();
  const { endpoint } = local;
  await define(endpoint);
  const kept = { ...widget({ size: 'small' }), metadata: { name: 'w', finalizers: ['example.com/wait'] } };
  await send(endpoint, 'POST', widgets, kept);
  await using changes = await watchLines(
    endpoint,
    `${definitionsPath}?watch=true&fieldSelector=metadata.name%3Dwidgets.example.com`,
  );
  await changes.next();
  await send(endpoint, 'DELETE', `${definitionsPath}/widgets.example.com`);
  expect((await changes.next()).type).toBe('MODIFIED');
  const { body } = await send(endpoint, 'GET', `${widgets}/w`);
  expect(body.metadata).toHaveProperty('deletionTimestamp');
  const headers = { 'Content-Type': 'application/merge-patch+json' };
  await send(endpoint, 'PATCH', `${widgets}/w`, { metadata: { finalizers: null } }, headers);
  let last = '';
  while (last !== 'DELETED') last = (await changes.next()).type;
  expect((await send(endpoint, 'GET', `${widgets}/w`)).status).toBe(404);
});
