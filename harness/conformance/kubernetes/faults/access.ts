import type { JsonObject } from '../../../environments/embedded/cluster/api/objects/json.ts';
import type { Fault } from './fault.ts';

const group = 'rbac.authorization.k8s.io';
const apiVersion = `${group}/v1`;
const namespaced = `/apis/${apiVersion}/namespaces/{ns}`;
const roleRef = { apiGroup: group, kind: 'Role', name: 'r' };

function role(name: string, rule: JsonObject): Fault {
  const body = { apiVersion, kind: 'Role', metadata: { name: 'r' }, rules: [rule] };
  return { name: `Role ${name}`, path: `${namespaced}/roles?dryRun=All`, body };
}

function clusterRole(name: string, fields: JsonObject): Fault {
  const body = { apiVersion, kind: 'ClusterRole', metadata: { name: 'r' }, ...fields };
  return { name: `ClusterRole ${name}`, path: `/apis/${apiVersion}/clusterroles?dryRun=All`, body };
}

function binding(name: string, fields: JsonObject): Fault {
  const body = { apiVersion, kind: 'RoleBinding', metadata: { name: 'b' }, roleRef, ...fields };
  return { name: `RoleBinding ${name}`, path: `${namespaced}/rolebindings?dryRun=All`, body };
}

function subject(name: string, fields: JsonObject): Fault {
  return binding(name, { subjects: [fields] });
}

function clusterBinding(name: string, fields: JsonObject): Fault {
  const body = { apiVersion, kind: 'ClusterRoleBinding', metadata: { name: 'b' }, roleRef, ...fields };
  return { name: `ClusterRoleBinding ${name}`, path: `/apis/${apiVersion}/clusterrolebindings?dryRun=All`, body };
}

export const accessFaults: readonly Fault[] = [
  role('without verbs', { verbs: [], apiGroups: [''], resources: ['pods'] }),
  role('without resources', { verbs: ['get'] }),
  role('for a path', { verbs: ['get'], nonResourceURLs: ['/metrics'] }),
  clusterRole('for a path and a resource', {
    rules: [{ verbs: ['get'], nonResourceURLs: ['/metrics'], apiGroups: [''], resources: ['pods'] }],
  }),
  clusterRole('that aggregates nothing', { aggregationRule: {} }),
  clusterRole('that aggregates by a bad selector', {
    aggregationRule: { clusterRoleSelectors: [{ matchExpressions: [{ key: 'a', operator: 'Is' }] }] },
  }),
  clusterRole('with a bad name', { metadata: { name: 'a/b' } }),
  binding('to a role of another group', { roleRef: { ...roleRef, apiGroup: 'apps' } }),
  binding('to a user', { roleRef: { ...roleRef, kind: 'User' } }),
  binding('to no role', { roleRef: { ...roleRef, name: '' } }),
  binding('to a role with a bad name', { roleRef: { ...roleRef, name: 'a/b' } }),
  subject('of a robot', { kind: 'Robot', name: 'x' }),
  subject('of nobody', { kind: 'User', name: '' }),
  subject('of a user of another group', { kind: 'User', name: 'x', apiGroup: 'apps' }),
  subject('of a service account with a group', { kind: 'ServiceAccount', name: 'x', apiGroup: group }),
  subject('of a service account with a bad name', { kind: 'ServiceAccount', name: 'A_b' }),
  clusterBinding('to a role', {}),
  clusterBinding('of a service account without a namespace', {
    roleRef: { ...roleRef, kind: 'ClusterRole' },
    subjects: [{ kind: 'ServiceAccount', name: 'x' }],
  }),
  {
    name: 'ClusterRoleBinding to another role than before',
    method: 'PATCH',
    contentType: 'application/merge-patch+json',
    path: `/apis/${apiVersion}/clusterrolebindings/system:discovery?dryRun=All`,
    body: { roleRef: { name: 'cluster-admin' } },
  },
];
