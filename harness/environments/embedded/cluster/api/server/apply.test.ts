import { expect, test } from 'vitest';
import { httpsCall } from '../testing/https-call.ts';
import { startTestServer } from '../testing/start-test-server.ts';

const path = '/api/v1/namespaces/default/configmaps/shared';

interface Answer {
  readonly status: number;
  readonly body: {
    readonly message?: string;
    readonly metadata: { readonly managedFields?: readonly { readonly manager: string; readonly time?: string }[] };
  };
}

/** Ownership as kube-apiserver 1.34 kept it in the same calls. */
function applier(endpoint: Parameters<typeof httpsCall>[0]) {
  return async (manager: string, data: Readonly<Record<string, string>>): Promise<Answer> => {
    const { status, text } = await httpsCall(endpoint, `${path}?fieldManager=${manager}`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/apply-patch+yaml' },
      body: JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'shared' }, data }),
    });
    return { status, body: JSON.parse(text) as Answer['body'] };
  };
}

test('who applies what is there already owns it without a time, and stands first', async () => {
  await using local = await startTestServer();
  const apply = applier(local.endpoint);
  expect((await apply('one', { a: '1' })).status).toBe(201);
  const { body } = await apply('two', { a: '1' });
  expect(body.metadata.managedFields).toEqual([
    expect.not.objectContaining({ time: expect.anything() }),
    expect.objectContaining({ manager: 'one', time: expect.any(String) }),
  ]);
});

test('an owner of an empty map stays an owner', async () => {
  await using local = await startTestServer();
  const apply = applier(local.endpoint);
  await apply('one', { a: '1' });
  const { body } = await apply('one', {});
  expect(body.metadata.managedFields).toMatchObject([{ manager: 'one', fieldsV1: { 'f:data': {} } }]);
});

test('conflicts name each owner with its version, and no time', async () => {
  await using local = await startTestServer();
  const apply = applier(local.endpoint);
  await httpsCall(local.endpoint, `${path.replace('/shared', '')}?fieldManager=creator`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ metadata: { name: 'shared' }, data: { a: '1' } }),
  });
  const { body } = await apply('one', { a: '2' });
  expect(body.message).toBe('Apply failed with 1 conflict: conflict with "creator" using v1: .data.a');
});
