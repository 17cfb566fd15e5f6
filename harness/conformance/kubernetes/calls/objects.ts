import type { JsonObject } from '../../../environments/embedded/cluster/api/objects/json.ts';

const namespaced = '/namespaces/{ns}';
export const configMaps = `/api/v1${namespaced}/configmaps`;
export const secrets = `/api/v1${namespaced}/secrets`;
export const services = `/api/v1${namespaced}/services`;
export const pods = `/api/v1${namespaced}/pods`;
export const replicaSets = `/apis/apps/v1${namespaced}/replicasets`;
export const leases = `/apis/coordination.k8s.io/v1${namespaced}/leases`;
export const podTemplates = `/api/v1${namespaced}/podtemplates`;

export function configMap(name: string, data: JsonObject = { a: '1' }, metadata: JsonObject = {}): JsonObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata }, data };
}

/** A kind that no server puts into a namespace by itself: what a list of it holds is known. */
export function lease(name: string, metadata: JsonObject = {}): JsonObject {
  return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name, ...metadata } };
}

export function service(name: string, spec: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { selector: { app: 'a' }, ports: [{ name: 'http', port: 80 }], ...spec },
  };
}

/** No scheduler places it, and nothing is added to its volumes. */
export function pod(name: string, spec: JsonObject = {}, metadata: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, ...metadata },
    spec: {
      automountServiceAccountToken: false,
      serviceAccountName: 'default',
      schedulerName: 'nobody',
      containers: [{ name: 'app', image: 'registry.example/app:1' }],
      ...spec,
    },
  };
}

/** A template with everything that patches are tried on; no controller acts on it. */
export function podTemplate(name: string): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'PodTemplate',
    metadata: { name, labels: { a: '1', b: '2' }, finalizers: ['example.com/one'] },
    template: {
      metadata: { labels: { app: 'a' } },
      spec: {
        containers: [
          { name: 'one', image: 'x:1', env: [{ name: 'A', value: '1' }], ports: [{ containerPort: 80, name: 'http' }] },
          { name: 'two', image: 'x:2', args: ['a', 'b'] },
        ],
        volumes: [{ name: 'v', emptyDir: {} }],
        tolerations: [{ key: 'a', operator: 'Exists' }],
      },
    },
  };
}

export function replicaSet(name: string, replicas = 0): JsonObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'c', image: 'x' }] } },
    },
  };
}
