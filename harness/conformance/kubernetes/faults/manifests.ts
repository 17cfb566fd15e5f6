import type { JsonObject } from '../../../environments/embedded/cluster/api/objects/json.ts';

export const pods = '/api/v1/namespaces/{ns}/pods';
export const deployments = '/apis/apps/v1/namespaces/{ns}/deployments';
export const daemonSets = '/apis/apps/v1/namespaces/{ns}/daemonsets';
export const jobs = '/apis/batch/v1/namespaces/{ns}/jobs';
export const services = '/api/v1/namespaces/{ns}/services';
export const secrets = '/api/v1/namespaces/{ns}/secrets';
export const configMaps = '/api/v1/namespaces/{ns}/configmaps';

export const container: JsonObject = { name: 'app', image: 'registry.example/app:1' };

export function pod(spec: JsonObject, metadata: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', ...metadata },
    spec: { containers: [container], ...spec },
  };
}

export function podOf(fields: JsonObject): JsonObject {
  return pod({ containers: [{ ...container, ...fields }] });
}

export function workload(
  kind: string,
  spec: JsonObject,
  template: JsonObject = {},
  labels: JsonObject = { app: 'a' },
): JsonObject {
  return {
    apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1',
    kind,
    metadata: { name: 'w' },
    spec: {
      ...(kind === 'Job' ? {} : { selector: { matchLabels: { app: 'a' } } }),
      template: { metadata: { labels }, spec: { containers: [container], ...template } },
      ...spec,
    },
  };
}

export function service(spec: JsonObject, name = 's'): JsonObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec };
}

export function secret(fields: JsonObject, name = 's'): JsonObject {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name }, ...fields };
}

export function configMap(fields: JsonObject, name = 'c'): JsonObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, ...fields };
}

export const probe = { httpGet: { port: 8080 } };
