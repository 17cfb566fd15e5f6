import type { Fault } from './fault.ts';
import { configMaps, container, deployments, podOf, pods, secret, secrets, workload } from './manifests.ts';

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
  { name: 'another kind', path: configMaps, body: secret({}) },
  { name: 'unknown version', path: configMaps, body: { apiVersion: 'v2', kind: 'ConfigMap', metadata: { name: 'c' } } },
];
