import { expect, test } from 'vitest';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { openRequests } from '../../kubernetes/cluster-requests.ts';
import type { ManifestObject } from '../../manifests/manifest.ts';
import { startTestServer } from '../embedded/cluster/api/testing/start-test-server.ts';
import { missingRights } from './missing-rights.ts';
import { neededRights } from './needed-rights.ts';
import { rbacManifest } from './rbac-manifest.ts';

const api = 'rbac.authorization.k8s.io';
const namespace = 'default';
const metadata = { name: 'qtap', namespace };
const subjects = [{ kind: 'ServiceAccount', ...metadata }];

/** As charts bring them, the bindings before what they bind. */
const objects: readonly ManifestObject[] = [
  ...['Role', 'ClusterRole'].map((kind, index) => ({
    ...{ apiVersion: `${api}/v1`, kind: 'RoleBinding', metadata: { name: `qtap-${index}`, namespace } },
    ...{ roleRef: { apiGroup: api, kind, name: kind === 'Role' ? 'qtap' : 'view' }, subjects },
  })),
  {
    ...{ apiVersion: `${api}/v1`, kind: 'Role', metadata },
    rules: [
      { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list'] },
      { apiGroups: ['*'], resources: ['*/status'], verbs: ['*'] },
      { apiGroups: [''], resources: ['secrets'], resourceNames: ['one'], verbs: ['get'] },
    ],
  },
];

test('who holds the printed Role may make the Roles and RoleBindings of the manifests', async () => {
  await using running = await startTestServer();
  const { kubeconfig } = running.server;
  const rules = neededRights(namespace, objects);
  using admin = await openRequests(kubeconfig);
  const printed = parseAllDocuments(rbacManifest({ namespace, rules })).map((document) => document.toJS());
  for (const object of printed as ManifestObject[]) await admin.apply(object);

  const config = parse(kubeconfig) as { users: { user: object }[] };
  for (const entry of config.users)
    entry.user = { ...entry.user, as: `system:serviceaccount:${namespace}:pii-harness` };
  using guest = await openRequests(stringify(config));
  expect(await missingRights(guest, namespace, rules)).toEqual([]);
  for (const object of objects) await guest.create(object, { dryRun: true });
  for (const object of objects) await guest.create(object);
});

test('rules that are none are left for the API server to refuse', () => {
  const role = { apiVersion: `${api}/v1`, kind: 'Role', metadata };
  expect(() => neededRights(namespace, [role, { ...role, rules: ['get', null] }])).not.toThrow();
  expect(() => neededRights(namespace, [{ ...role, kind: 'RoleBinding' }])).not.toThrow();
});
