import type { Fault } from './fault.ts';
import { configMap, configMaps, service, services } from './manifests.ts';

export const metadataFaults: readonly Fault[] = [
  { name: 'another namespace', path: configMaps, body: configMap({ metadata: { name: 'c', namespace: 'other' } }) },
  { name: 'no name', path: configMaps, body: configMap({ metadata: {} }) },
  { name: 'namespace that is not there', path: '/api/v1/namespaces/nowhere/configmaps', body: configMap({}) },
  { name: 'resource that is not there', path: '/apis/apps/v1/namespaces/{ns}/foos', body: configMap({}) },
  { name: 'group that is not there', path: '/apis/foo.example/v1/namespaces/{ns}/foos', body: configMap({}) },
  { name: 'bad name', path: configMaps, body: configMap({}, 'My_Config') },
  { name: 'bad service name', path: services, body: service({ ports: [{ port: 80 }] }, '1abc') },
  {
    name: 'bad label name',
    path: configMaps,
    body: configMap({ metadata: { name: 'c', labels: { 'a b': 'x' } } }),
  },
  {
    name: 'bad label value',
    path: configMaps,
    body: configMap({ metadata: { name: 'c', labels: { ok: 'not ok!' } } }),
  },
  {
    name: 'bad annotation key',
    path: configMaps,
    body: configMap({ metadata: { name: 'c', annotations: { 'a/b/c': 'x' } } }),
  },
  {
    name: 'resourceVersion on create',
    path: configMaps,
    body: configMap({ metadata: { name: 'c', resourceVersion: '5' } }),
  },
];
