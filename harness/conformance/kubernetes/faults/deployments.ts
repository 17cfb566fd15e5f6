import type { Fault } from './fault.ts';
import { container, deployments, workload } from './manifests.ts';

export const deploymentsFaults: readonly Fault[] = [
  {
    name: 'bad service account name',
    path: deployments,
    body: workload('Deployment', {}, { serviceAccountName: 'Bad_Name' }),
  },
  { name: 'selector that misses the template', path: deployments, body: workload('Deployment', {}, {}, { app: 'b' }) },
  {
    name: 'no selector',
    path: deployments,
    body: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'w' },
      spec: { template: { metadata: { labels: { app: 'a' } }, spec: { containers: [container] } } },
    },
  },
  { name: 'empty selector', path: deployments, body: workload('Deployment', { selector: {} }) },
  { name: 'template without containers', path: deployments, body: workload('Deployment', {}, { containers: [] }) },
  {
    name: 'no template',
    path: deployments,
    body: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'w' },
      spec: { selector: { matchLabels: { app: 'a' } } },
    },
  },
  {
    name: 'Deployment without spec',
    path: deployments,
    body: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'w' } },
  },
  { name: 'negative replicas', path: deployments, body: workload('Deployment', { replicas: -1 }) },
  {
    name: 'Deployment that never restarts',
    path: deployments,
    body: workload('Deployment', {}, { restartPolicy: 'Never' }),
  },
  { name: 'unknown strategy', path: deployments, body: workload('Deployment', { strategy: { type: 'Sometimes' } }) },
  {
    name: 'Recreate with rolling update',
    path: deployments,
    body: workload('Deployment', { strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } }),
  },
  {
    name: 'nothing may be unavailable',
    path: deployments,
    body: workload('Deployment', { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } }),
  },
  {
    name: 'no percentage',
    path: deployments,
    body: workload('Deployment', { strategy: { rollingUpdate: { maxSurge: 'half' } } }),
  },
  {
    name: 'deadline before ready',
    path: deployments,
    body: workload('Deployment', { minReadySeconds: 10, progressDeadlineSeconds: 5 }),
  },
  {
    name: 'bad selector operator',
    path: deployments,
    body: workload('Deployment', { selector: { matchExpressions: [{ key: 'app', operator: 'Is', values: ['a'] }] } }),
  },
  {
    name: 'selector expression without values',
    path: deployments,
    body: workload('Deployment', { selector: { matchExpressions: [{ key: 'app', operator: 'In' }] } }),
  },
];
