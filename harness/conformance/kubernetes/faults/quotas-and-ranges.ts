import type { JsonObject } from '../../../environments/embedded/cluster/api/objects/json.ts';
import type { Fault } from './fault.ts';

function quota(name: string, spec: JsonObject): Fault {
  return {
    name: `ResourceQuota ${name}`,
    path: '/api/v1/namespaces/{ns}/resourcequotas?dryRun=All',
    body: { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'q' }, spec },
  };
}

function range(name: string, ...limits: JsonObject[]): Fault {
  return {
    name: `LimitRange ${name}`,
    path: '/api/v1/namespaces/{ns}/limitranges?dryRun=All',
    body: { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'l' }, spec: { limits } },
  };
}

export const quotasAndRangesFaults: readonly Fault[] = [
  quota('of an unknown resource', { hard: { coffee: '1' } }),
  quota('of a negative amount', { hard: { pods: '-1' } }),
  quota('of half a pod', { hard: { pods: '0.5' } }),
  quota('of a bad name', { hard: { 'count/a b': '1' } }),
  quota('of an unknown scope', { hard: { pods: '1' }, scopes: ['Nice'] }),
  quota('of a scope that does not fit', { hard: { services: '1' }, scopes: ['NotBestEffort'] }),
  quota('of opposite scopes', { hard: { pods: '1' }, scopes: ['BestEffort', 'NotBestEffort'] }),
  quota('of best effort for memory', { hard: { memory: '1' }, scopes: ['BestEffort'] }),
  quota('of nothing that is a quantity', { hard: { pods: 'many' } }),
  quota('of a selector in nothing', {
    hard: { pods: '1' },
    scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In' }] },
  }),
  quota('of a selector that exists in something', {
    hard: { pods: '1' },
    scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'Exists', values: ['a'] }] },
  }),
  quota('of a selector of nonsense', {
    hard: { pods: '1', services: '1' },
    scopeSelector: {
      matchExpressions: [
        { scopeName: 'Nice', operator: 'In', values: ['a'] },
        { scopeName: 'BestEffort', operator: 'In', values: ['a'] },
        { scopeName: 'PriorityClass', operator: 'Near', values: ['a'] },
      ],
    },
  }),
  range('of an unknown type', { type: 'Node' }),
  range('of one type twice', { type: 'Pod', max: { cpu: '1' } }, { type: 'Pod', max: { cpu: '2' } }),
  range('of an unknown resource', { type: 'Container', max: { coffee: '1' } }),
  range('of storage for containers', { type: 'Container', max: { storage: '1' } }),
  range('with defaults for pods', { type: 'Pod', default: { cpu: '1' }, defaultRequest: { cpu: '1' } }),
  range('for claims without storage', { type: 'PersistentVolumeClaim', max: { cpu: '1' } }),
  range('of more at least than at most', { type: 'Pod', min: { cpu: '2' }, max: { cpu: '1' } }),
  range('of a default beyond the bounds', { type: 'Container', min: { cpu: '1' }, default: { cpu: '500m' } }),
  range('of a default over the maximum', { type: 'Container', max: { cpu: '1' }, default: { cpu: '2' } }),
  range('of a request over the limit', { type: 'Container', default: { cpu: '1' }, defaultRequest: { cpu: '2' } }),
  range('of a ratio below one', { type: 'Container', maxLimitRequestRatio: { cpu: '500m' } }),
];
