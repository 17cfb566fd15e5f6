import type { Fault } from './fault.ts';
import {
  configMaps,
  container,
  deployments,
  podOf,
  pods,
  secret,
  secrets,
  service,
  services,
  workload,
} from './manifests.ts';

export const decodingFaults: readonly Fault[] = [
  {
    name: 'unknown field, strict',
    path: `${deployments}?fieldValidation=Strict`,
    body: workload('Deployment', {}, { containers: [{ ...container, foo: 1 }] }),
  },
  {
    name: 'duplicate field, strict',
    path: `${configMaps}?fieldValidation=Strict`,
    body: '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","name":"d"},"data":{"a":"1","a":"2"}}',
  },
  { name: 'string for a number', path: deployments, body: workload('Deployment', { replicas: 'two' }) },
  { name: 'number for a string', path: pods, body: podOf({ image: 5 }) },
  { name: 'number for a named string type', path: pods, body: podOf({ imagePullPolicy: 5 }) },
  { name: 'object for a list', path: pods, body: podOf({ env: {} }) },
  { name: 'boolean for a string in a list', path: pods, body: podOf({ args: [true] }) },
  { name: 'number too large for int32', path: pods, body: podOf({ ports: [{ containerPort: 99999999999 }] }) },
  { name: 'number for an environment value', path: pods, body: podOf({ env: [{ name: 'A', value: 1 }] }) },
  { name: 'bad quantity', path: pods, body: podOf({ resources: { limits: { memory: 'lots' } } }) },
  { name: 'no base64', path: secrets, body: secret({ data: { a: '!!!' } }) },
  { name: 'text after the object', path: configMaps, body: '{"apiVersion":"v1","kind":"ConfigMap"} x' },
  { name: 'truncated body', path: configMaps, body: '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"' },
  { name: 'empty body', path: configMaps, body: '' },
  {
    name: 'deployment that is a DaemonSet',
    path: deployments,
    body: workload('DaemonSet', { replicas: 1, updateStrategy: { type: 'RollingUpdate' } }),
  },
  {
    name: 'deployment that is a DaemonSet, strict',
    path: `${deployments}?fieldValidation=Strict`,
    body: workload('DaemonSet', { replicas: 1, updateStrategy: { type: 'RollingUpdate' } }),
  },
  {
    name: 'deployment of an old version',
    path: `${deployments}?fieldValidation=Strict`,
    body: { ...workload('Deployment', {}), apiVersion: 'apps/v1beta1' },
  },
  {
    name: 'config map of an old group',
    path: configMaps,
    body: { apiVersion: 'extensions/v1beta1', kind: 'Deployment', metadata: { name: 'c' } },
  },
  {
    name: 'list for one',
    path: `${configMaps}?fieldValidation=Strict`,
    body: { apiVersion: 'v1', kind: 'List', items: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' } }] },
  },
  {
    name: 'list of config maps for one',
    path: `${configMaps}?fieldValidation=Strict`,
    body: { apiVersion: 'v1', kind: 'ConfigMapList', metadata: {}, items: [] },
  },
  ...['1.0', '1e0', '1.5', '-0', '1E2', '99999999999999999999', '3000000000'].map((replicas) => ({
    name: `number written ${replicas}`,
    path: deployments,
    body: JSON.stringify(workload('Deployment', { replicas: 'N' })).replace('"N"', replicas),
  })),
  ...['1.0', '1e1', '99999999999999999999', '9223372036854775808', '-9223372036854775809'].map((uid) => ({
    name: `long number written ${uid}`,
    path: `${pods}?dryRun=All`,
    body: JSON.stringify(podOf({ securityContext: { runAsUser: 'N' } })).replace('"N"', uid),
  })),
  ...['80.0', '8e1', '99999999999'].map((port) => ({
    name: `port written ${port}`,
    path: `${services}?dryRun=All`,
    body: JSON.stringify(service({ ports: [{ port: 80, targetPort: 'N' }] })).replace('"N"', port),
  })),
  { name: 'another kind', path: configMaps, body: secret({}) },
  { name: 'unknown version', path: configMaps, body: { apiVersion: 'v2', kind: 'ConfigMap', metadata: { name: 'c' } } },
];
