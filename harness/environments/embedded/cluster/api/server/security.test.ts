import { expect, test } from 'vitest';
import { type Endpoint, httpsCall } from '../testing/https-call.ts';
import { startTestServer } from '../testing/start-test-server.ts';

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const apiGroup = 'rbac.authorization.k8s.io';

interface Body {
  readonly status?: Record<string, unknown>;
  readonly message?: string;
}

async function post(endpoint: Endpoint, path: string, body: object, headers: Record<string, string> = {}) {
  const sent = { 'Content-Type': 'application/json', ...headers };
  const answer = await httpsCall(endpoint, path, { method: 'POST', headers: sent, body: JSON.stringify(body) });
  return { status: answer.status, body: JSON.parse(answer.text) as Body };
}

async function get(endpoint: Endpoint, path: string, headers: Record<string, string> = {}) {
  const answer = await httpsCall(endpoint, path, { headers });
  return { status: answer.status, message: (JSON.parse(answer.text) as Body).message };
}

const reader = { metadata: { name: 'reader' }, rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }] };

test('a service account may what its roles say, in its namespace, for as long as it is there', async () => {
  await using local = await startTestServer();
  const { endpoint, state } = local;
  await post(endpoint, '/api/v1/namespaces/default/serviceaccounts', { metadata: { name: 'robot' } });
  const issued = await post(endpoint, '/api/v1/namespaces/default/serviceaccounts/robot/token', {});
  expect(issued.status).toBe(201);
  const robot = { ...endpoint, token: String(issued.body.status?.token) };
  const pods = '/api/v1/namespaces/default/pods';
  expect(await get(robot, pods)).toEqual({
    status: 403,
    message:
      'pods is forbidden: User "system:serviceaccount:default:robot" cannot list resource "pods" in API group "" in the namespace "default"',
  });
  await post(endpoint, `${rbac}/namespaces/default/roles`, reader);
  await post(endpoint, `${rbac}/namespaces/default/rolebindings`, {
    metadata: { name: 'robot-reads' },
    roleRef: { apiGroup, kind: 'Role', name: 'reader' },
    subjects: [{ kind: 'ServiceAccount', name: 'robot', namespace: 'default' }],
  });
  expect((await get(robot, pods)).status).toBe(200);
  expect((await get(robot, '/api/v1/namespaces/kube-system/pods')).status).toBe(403);
  expect((await get(robot, `${pods}/x`)).status).toBe(403);
  state.api.delete('ServiceAccount', { namespace: 'default', name: 'robot' });
  expect(await get(robot, pods)).toEqual({ status: 401, message: 'Unauthorized' });
});

test('a token is refused when it is changed, meant for others, or its pod is gone', async () => {
  await using local = await startTestServer();
  const { endpoint, state } = local;
  const account = { namespace: 'default', name: 'default' };
  const path = '/api/v1/namespaces/default/pods';
  const ask = async (token: string) => (await get({ ...endpoint, token }, path)).status;
  const { token } = state.api.issueToken(account);
  expect(await ask(token)).toBe(403);
  const [head, , signature] = token.split('.');
  const forged = Buffer.from(JSON.stringify({ sub: 'system:serviceaccount:kube-system:default' })).toString(
    'base64url',
  );
  expect(await ask(`${head}.${forged}.${signature}`)).toBe(401);
  expect(await ask(state.api.issueToken(account, { audiences: ['elsewhere'] }).token)).toBe(401);
  expect(await ask(state.api.issueToken(account, { expirationSeconds: -1 }).token)).toBe(401);
  const metadata = { namespace: 'default', name: 'p' };
  state.api.create('Pod', { metadata, spec: { containers: [{ name: 'c', image: 'i' }] } });
  const bound = state.api.issueToken(account, { boundTo: { kind: 'Pod', name: 'p' } });
  expect(await ask(bound.token)).toBe(403);
  state.api.delete('Pod', metadata, { gracePeriodSeconds: 0 });
  expect(await ask(bound.token)).toBe(401);
});

test('a Secret that asks for a token gets one, and goes with the account', async () => {
  await using local = await startTestServer();
  const { endpoint, state } = local;
  const annotations = { 'kubernetes.io/service-account.name': 'robot' };
  const secret = { metadata: { name: 's', annotations }, type: 'kubernetes.io/service-account-token' };
  await post(endpoint, '/api/v1/namespaces/default/serviceaccounts', { metadata: { name: 'robot' } });
  await post(endpoint, '/api/v1/namespaces/default/secrets', secret);
  const key = { namespace: 'default', name: 's' };
  const data = state.api.get('Secret', key)?.data ?? {};
  expect(Object.keys(data).sort()).toEqual(['ca.crt', 'namespace', 'token']);
  const token = Buffer.from(data.token ?? '', 'base64').toString();
  expect((await get({ ...endpoint, token }, '/api/v1/namespaces/default/pods')).message).toContain('default:robot');
  state.api.delete('ServiceAccount', { namespace: 'default', name: 'robot' });
  await Promise.resolve();
  expect(state.api.get('Secret', key)).toBeUndefined();
});

test('nobody gives away what they do not hold, and only who may acts as another', async () => {
  await using local = await startTestServer();
  const { endpoint } = local;
  const roles = { apiGroups: [apiGroup], resources: ['*'], verbs: ['get', 'create', 'patch'] };
  await post(endpoint, `${rbac}/clusterroles`, { metadata: { name: 'roles' }, rules: [roles] });
  await post(endpoint, `${rbac}/clusterrolebindings`, {
    metadata: { name: 'roles' },
    roleRef: { apiGroup, kind: 'ClusterRole', name: 'roles' },
    subjects: [{ apiGroup, kind: 'Group', name: 'editors' }],
  });
  const asBob = { 'Impersonate-User': 'bob', 'Impersonate-Group': 'editors' };
  expect(await post(endpoint, `${rbac}/clusterroles`, reader, asBob)).toMatchObject({
    status: 403,
    body: {
      message:
        'clusterroles.rbac.authorization.k8s.io "reader" is forbidden: user "bob" (groups=["editors" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[""], Resources:["pods"], Verbs:["list"]}',
    },
  });
  const own = { metadata: { name: 'own' }, rules: [{ ...roles, verbs: ['get'] }] };
  expect((await post(endpoint, `${rbac}/clusterroles`, own, asBob)).status).toBe(201);
  const { token } = local.state.api.issueToken({ namespace: 'default', name: 'default' });
  expect(await get({ ...endpoint, token }, '/api/v1/pods', asBob)).toEqual({
    status: 403,
    message:
      'users "bob" is forbidden: User "system:serviceaccount:default:default" cannot impersonate resource "users" in API group "" at the cluster scope',
  });
});

test('reviews tell what the authorizer would decide', async () => {
  await using local = await startTestServer();
  const review = async (user: string, verb: string) => {
    const spec = { user, resourceAttributes: { verb, resource: 'pods', namespace: 'default' } };
    return (await post(local.endpoint, '/apis/authorization.k8s.io/v1/subjectaccessreviews', { spec })).body.status;
  };
  expect(await review('ann', 'list')).toEqual({ allowed: false });
  await post(local.endpoint, `${rbac}/clusterrolebindings`, {
    metadata: { name: 'ann' },
    roleRef: { apiGroup, kind: 'ClusterRole', name: 'view' },
    subjects: [{ apiGroup, kind: 'User', name: 'ann' }],
  });
  expect(await review('ann', 'list')).toEqual({
    allowed: true,
    reason: 'RBAC: allowed by ClusterRoleBinding "ann" of ClusterRole "view" to User "ann"',
  });
  expect(await review('ann', 'delete')).toEqual({ allowed: false });
});
