import type { Fault } from './fault.ts';
import { podOf, pods } from './manifests.ts';

export const environmentVariablesFaults: readonly Fault[] = [
  { name: 'bad environment name', path: pods, body: podOf({ env: [{ name: 'A=B', value: 'x' }] }) },
  { name: 'empty environment name', path: pods, body: podOf({ env: [{ value: 'x' }] }) },
  {
    name: 'two sources of a variable',
    path: pods,
    body: podOf({
      env: [
        { name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' }, secretKeyRef: { name: 's', key: 'k' } } },
      ],
    }),
  },
  {
    name: 'value and source of a variable',
    path: pods,
    body: podOf({ env: [{ name: 'A', value: 'x', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }] }),
  },
  { name: 'no source of a variable', path: pods, body: podOf({ env: [{ name: 'A', valueFrom: {} }] }) },
  {
    name: 'secret reference without key',
    path: pods,
    body: podOf({ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's' } } }] }),
  },
  {
    name: 'unknown field path',
    path: pods,
    body: podOf({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'spec.foo' } } }] }),
  },
  {
    name: 'field path not for variables',
    path: pods,
    body: podOf({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'status.phase' } } }] }),
  },
  {
    name: 'unknown resource field',
    path: pods,
    body: podOf({ env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.foo' } } }] }),
  },
  { name: 'envFrom without source', path: pods, body: podOf({ envFrom: [{ prefix: 'A' }] }) },
];
