import type { ConformanceCase } from '../../conformance-case.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import { stepsCase } from '../steps/steps-case.ts';
import { del, get, patch, post, put, quiet } from '../steps/verbs.ts';
import { configMap, configMaps, lease, leases, pod, pods, secrets, service, services } from './objects.ts';

const kept = { finalizers: ['example.com/keep'] };
const free = { metadata: { finalizers: null } };

/** Deletions: options, finalizers, collections. */
export const deletionCases: readonly ConformanceCase<KubernetesTarget>[] = [
  stepsCase(
    'of what is there, and is no more',
    quiet(post(configMaps, configMap('a'))),
    del(`${configMaps}/a`),
    del(`${configMaps}/a`),
  ),
  stepsCase('of a service', quiet(post(services, service('s'))), del(`${services}/s`)),
  stepsCase(
    'of a pod that no node has',
    quiet(post(pods, pod('p'))),
    del(`${pods}/p`, undefined, { keep: 'spec' }),
    quiet(get(`${pods}/p`)),
  ),
  stepsCase(
    'with options in an unknown policy',
    quiet(post(configMaps, configMap('b'))),
    del(`${configMaps}/b`, { propagationPolicy: 'Sideways' }),
  ),
  stepsCase(
    'with an unknown policy in the query',
    quiet(post(configMaps, configMap('b2'))),
    del(`${configMaps}/b2?propagationPolicy=Sideways`),
  ),
  stepsCase(
    'with both policy and orphanDependents',
    quiet(post(configMaps, configMap('c'))),
    del(`${configMaps}/c`, { propagationPolicy: 'Orphan', orphanDependents: true }),
  ),
  stepsCase(
    'with a negative grace period',
    quiet(post(configMaps, configMap('d'))),
    del(`${configMaps}/d`, { gracePeriodSeconds: -1 }),
  ),
  stepsCase(
    'with a grace period of text',
    quiet(post(configMaps, configMap('e'))),
    del(`${configMaps}/e`, { gracePeriodSeconds: 'soon' }),
  ),
  stepsCase(
    'with a grace period of text in the query',
    quiet(post(configMaps, configMap('e2'))),
    del(`${configMaps}/e2?gracePeriodSeconds=soon`),
  ),
  stepsCase('with unknown options', quiet(post(configMaps, configMap('f'))), del(`${configMaps}/f`, { foo: 1 })),
  stepsCase(
    'with options of a version',
    quiet(post(configMaps, configMap('g'))),
    del(`${configMaps}/g`, { kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: 0 }),
  ),
  stepsCase(
    'with options of their group',
    quiet(post(leases, lease('g'))),
    del(`${leases}/g`, { kind: 'DeleteOptions', apiVersion: 'coordination.k8s.io/v1' }),
  ),
  stepsCase(
    'with a body that is something else',
    quiet(post(configMaps, configMap('h'))),
    del(`${configMaps}/h`, configMap('h')),
  ),
  stepsCase('with a body that is no JSON', quiet(post(configMaps, configMap('i'))), del(`${configMaps}/i`, 'soon')),
  stepsCase(
    'of what a finalizer keeps',
    post(configMaps, configMap('j', {}, kept)),
    del(`${configMaps}/j`),
    del(`${configMaps}/j`),
    put(`${configMaps}/j`, configMap('j', { a: '2' }, { finalizers: ['example.com/keep', 'example.com/more'] })),
    patch('merge', `${configMaps}/j`, { data: { b: '2' } }),
    patch('merge', `${configMaps}/j`, free),
    get(`${configMaps}/j`),
  ),
  stepsCase('of what a finalizer of a bad name keeps', post(configMaps, configMap('k', {}, { finalizers: ['keep'] }))),
  stepsCase(
    'of what orphans',
    quiet(post(configMaps, configMap('l', {}, kept))),
    del(`${configMaps}/l`, { propagationPolicy: 'Orphan' }),
    quiet(patch('merge', `${configMaps}/l`, free)),
  ),
  stepsCase(
    'of what waits for its dependents',
    quiet(post(configMaps, configMap('m', {}, kept))),
    del(`${configMaps}/m`, { propagationPolicy: 'Foreground' }),
    quiet(patch('merge', `${configMaps}/m`, free)),
  ),
  stepsCase(
    'of a collection by label',
    ...['a', 'b', 'c'].map((name) => quiet(post(leases, lease(name, { labels: { on: name === 'c' ? 'no' : 'yes' } })))),
    del(`${leases}?labelSelector=on%3Dyes`, undefined, { keep: 'items' }),
    get(leases, { keep: 'items' }),
    quiet(del(leases)),
  ),
  stepsCase(
    'of a collection by field',
    ...['a', 'b'].map((name) => quiet(post(leases, lease(name)))),
    del(`${leases}?fieldSelector=metadata.name%3Da`, undefined, { keep: 'items' }),
    get(leases, { keep: 'items' }),
    quiet(del(leases)),
  ),
  stepsCase(
    'of a collection, tried only',
    quiet(post(leases, lease('a'))),
    del(`${leases}?dryRun=All`, undefined, { keep: 'items' }),
    get(leases, { keep: 'items' }),
    quiet(del(leases)),
  ),
  stepsCase(
    'of a collection with finalizers',
    quiet(post(leases, lease('a', kept))),
    del(leases, undefined, { keep: 'items' }),
    get(`${leases}/a`),
    quiet(patch('merge', `${leases}/a`, free)),
  ),
  stepsCase('of an empty collection', del(leases)),
  stepsCase(
    'of a collection by a bad selector',
    del(`${leases}?labelSelector=a%20b`),
    del(`${leases}?fieldSelector=foo%3Dbar`),
  ),
  stepsCase('of the collection of all namespaces', del('/api/v1/configmaps'), del('/api/v1/namespaces')),
  stepsCase('of what is not there', del(`${secrets}/nobody`), del(`${secrets}/nobody?dryRun=All`)),
  stepsCase(
    'of the namespace default',
    del('/api/v1/namespaces/default'),
    del('/api/v1/namespaces/kube-system?dryRun=All'),
  ),
];
