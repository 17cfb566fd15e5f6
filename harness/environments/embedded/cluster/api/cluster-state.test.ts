import { expect, test } from 'vitest';
import type { ClusterApi, Kind } from './cluster-api.ts';
import { createClusterState } from './cluster-state.ts';
import { ApiError } from './objects/api-error.ts';

const image = 'registry.example/app:1.0';

function pod(name: string) {
  return { metadata: { name, namespace: 'default' }, spec: { containers: [{ name: 'main', image }] } };
}

/** Resolves when the watch has seen an object of that name and type. */
function seen(api: ClusterApi, kind: Kind, type: string, name: string): Promise<void> {
  return new Promise((resolve) => {
    const watch = api.watch(kind, (event) => {
      if (event.type !== type || event.object.metadata?.name !== name) return;
      watch[Symbol.dispose]();
      resolve();
    });
  });
}

function reason(call: () => unknown): string | undefined {
  try {
    call();
  } catch (error) {
    if (error instanceof ApiError) return error.status.reason;
    throw error;
  }
  return undefined;
}

test('a namespace comes with a service account and the CA', () => {
  const { api } = createClusterState({ rootCa: 'PEM' });
  api.create('Namespace', { metadata: { name: 'team-a' } });
  expect(api.get('ServiceAccount', { namespace: 'team-a', name: 'default' })).toBeDefined();
  expect(api.get('ConfigMap', { namespace: 'team-a', name: 'kube-root-ca.crt' })?.data).toEqual({ 'ca.crt': 'PEM' });
});

test('a pod gets what the API server fills in', () => {
  const { api } = createClusterState();
  const created = api.create('Pod', pod('web'));
  expect(created).toMatchObject({
    metadata: { generation: 1, uid: expect.any(String), resourceVersion: expect.stringMatching(/^\d+$/) },
    spec: { serviceAccountName: 'default', restartPolicy: 'Always', priority: 0, terminationGracePeriodSeconds: 30 },
    status: { phase: 'Pending', qosClass: 'BestEffort' },
  });
});

test('a bound pod ends gracefully, an unbound one at once', () => {
  const { api } = createClusterState();
  const key = { namespace: 'default', name: 'web' };
  api.create('Pod', pod('web'));
  api.delete('Pod', key);
  expect(api.get('Pod', key)).toBeUndefined();
  api.create('Pod', pod('web'));
  api.bind(key, 'node-1');
  expect(reason(() => api.bind(key, 'node-2'))).toBe('Conflict');
  api.delete('Pod', key);
  expect(api.get('Pod', key)?.metadata).toMatchObject({ deletionGracePeriodSeconds: 30 });
  api.delete('Pod', key, { gracePeriodSeconds: 0 });
  expect(api.get('Pod', key)).toBeUndefined();
});

test('an update of an older version is a conflict, and one that changes nothing keeps the version', () => {
  const { api } = createClusterState();
  const metadata = { name: 'settings', namespace: 'default' };
  const first = api.create('ConfigMap', { metadata, data: { a: '1' } });
  const second = api.update('ConfigMap', { ...first, data: { a: '2' } });
  expect(reason(() => api.update('ConfigMap', { ...first, data: { a: '3' } }))).toBe('Conflict');
  expect(api.update('ConfigMap', second).metadata?.resourceVersion).toBe(second.metadata?.resourceVersion);
});

const owned = (name: string, kind: string, owner: { metadata?: { name?: string; uid?: string } }) => ({
  metadata: {
    name,
    namespace: 'default',
    ownerReferences: [
      {
        apiVersion: 'v1',
        kind,
        name: owner.metadata?.name ?? '',
        uid: owner.metadata?.uid ?? '',
        blockOwnerDeletion: true,
      },
    ],
  },
});

test('dependents go with their owner in the background', async () => {
  const { api } = createClusterState();
  const owner = api.create('ConfigMap', { metadata: { name: 'owner', namespace: 'default' } });
  const child = api.create('ConfigMap', owned('child', 'ConfigMap', owner));
  api.create('ConfigMap', owned('grandchild', 'ConfigMap', child));
  const gone = seen(api, 'ConfigMap', 'DELETED', 'grandchild');
  api.delete('ConfigMap', { namespace: 'default', name: 'owner' });
  await gone;
  expect(api.list('ConfigMap', 'default').map(({ metadata }) => metadata?.name)).toEqual(['kube-root-ca.crt']);
});

test('foreground deletion takes the dependents first, orphaning leaves them', async () => {
  const { api } = createClusterState();
  for (const propagationPolicy of ['Foreground', 'Orphan'] as const) {
    const owner = api.create('ConfigMap', { metadata: { name: 'owner', namespace: 'default' } });
    const child = owned('child', 'ConfigMap', owner);
    api.create('Pod', { ...child, spec: pod('child').spec });
    const gone = seen(api, 'ConfigMap', 'DELETED', 'owner');
    api.delete('ConfigMap', { namespace: 'default', name: 'owner' }, { propagationPolicy });
    await gone;
    const left = api.get('Pod', { namespace: 'default', name: 'child' });
    if (propagationPolicy === 'Foreground') expect(left).toBeUndefined();
    else expect(left?.metadata?.ownerReferences).toBeUndefined();
  }
});

test('a deleted namespace takes its content along and refuses more', async () => {
  const { api } = createClusterState();
  api.create('Namespace', { metadata: { name: 'team-a' } });
  api.create('Secret', { metadata: { name: 'token', namespace: 'team-a' }, stringData: { token: 'x' } });
  const gone = seen(api, 'Namespace', 'DELETED', 'team-a');
  api.delete('Namespace', { name: 'team-a' });
  expect(reason(() => api.create('Secret', { metadata: { name: 'late', namespace: 'team-a' } }))).toBe('Forbidden');
  await gone;
  expect(api.list('Secret', 'team-a')).toEqual([]);
  expect(reason(() => api.create('Secret', { metadata: { name: 'late', namespace: 'team-a' } }))).toBe('NotFound');
});

test('an object with a finalizer goes when the finalizer does', () => {
  const { api } = createClusterState();
  const key = { namespace: 'default', name: 'kept' };
  api.create('ConfigMap', { metadata: { ...key, finalizers: ['example.com/wait'] } });
  api.delete('ConfigMap', key);
  const pending = api.get('ConfigMap', key);
  expect(pending?.metadata?.deletionTimestamp).toBeDefined();
  api.update('ConfigMap', { metadata: { ...pending?.metadata, finalizers: [] } });
  expect(api.get('ConfigMap', key)).toBeUndefined();
});

test('a namespace with a finalizer of its own stays until that goes, and the server goes on', async () => {
  const { api } = createClusterState();
  api.create('Namespace', { metadata: { name: 'held', finalizers: ['example.com/held'] } });
  api.delete('Namespace', { name: 'held' });
  // A turn of the loop: whatever is told of its own change without end never gives one.
  await new Promise((resolve) => setImmediate(resolve));
  const held = api.get('Namespace', { name: 'held' });
  expect(held?.metadata?.deletionTimestamp).toBeDefined();
  const gone = seen(api, 'Namespace', 'DELETED', 'held');
  api.update('Namespace', { ...held, metadata: { ...held?.metadata, finalizers: [] } });
  await gone;
});

test('Services get an address of their own', () => {
  const { api } = createClusterState();
  const service = (name: string, clusterIP?: string) =>
    api.create('Service', {
      metadata: { name, namespace: 'default' },
      spec: { ports: [{ port: 80 }], ...(clusterIP && { clusterIP }) },
    }).spec?.clusterIP;
  expect(service('a')).toMatch(/^10\.96\./);
  expect(service('b')).not.toBe(service('c'));
  expect(service('d', 'None')).toBe('None');
  expect(reason(() => service('e', '10.96.0.1'))).toBe('Invalid');
});
