import type { JsonObject } from '../../../environments/embedded/cluster/api/objects/json.ts';
import type { ConformanceCase } from '../../conformance-case.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import { stepsCase } from '../steps/steps-case.ts';
import { get, patch, post, put, quiet } from '../steps/verbs.ts';
import { configMap, configMaps, replicaSet, replicaSets } from './objects.ts';

const owners = { keep: 'owners' } as const;

function apply(object: JsonObject, query: string) {
  const { name } = object.metadata as { name: string };
  return patch('apply', `${configMaps}/${name}?${query}`, object, owners);
}

/** Server-side apply: who owns which field, and who may take it. */
export const applyCases: readonly ConformanceCase<KubernetesTarget>[] = [
  stepsCase(
    'creates, and changes',
    apply(configMap('a'), 'fieldManager=one'),
    apply(configMap('a', { a: '2' }), 'fieldManager=one'),
  ),
  stepsCase('changes nothing', apply(configMap('b'), 'fieldManager=one'), apply(configMap('b'), 'fieldManager=one')),
  stepsCase(
    'shares a field of one value',
    apply(configMap('c'), 'fieldManager=one'),
    apply(configMap('c'), 'fieldManager=two'),
  ),
  stepsCase(
    'is refused a field of another, and takes it by force',
    apply(configMap('d'), 'fieldManager=one'),
    apply(configMap('d', { a: '2' }), 'fieldManager=two'),
    apply(configMap('d', { a: '2' }), 'fieldManager=two&force=true'),
    apply(configMap('d', { b: '2' }), 'fieldManager=one'),
  ),
  stepsCase(
    'is refused two fields of two others',
    apply(configMap('e', { a: '1' }), 'fieldManager=one'),
    apply(configMap('e', { b: '1' }), 'fieldManager=two'),
    // In no certain order, for they wrote in the same second.
    { ...apply(configMap('e', { a: '2', b: '2' }), 'fieldManager=three'), keep: 'status' },
  ),
  stepsCase(
    'is refused two fields of one other',
    apply(configMap('f', { a: '1', b: '1' }), 'fieldManager=one'),
    apply(configMap('f', { a: '2', b: '2' }), 'fieldManager=two'),
  ),
  stepsCase(
    'gives up what it leaves out',
    apply(configMap('g', { a: '1', b: '1' }), 'fieldManager=one'),
    apply(configMap('g', { a: '1' }), 'fieldManager=one'),
    apply(configMap('g', {}), 'fieldManager=one'),
  ),
  stepsCase(
    'leaves what another owns too',
    apply(configMap('h', { a: '1', b: '1' }), 'fieldManager=one'),
    apply(configMap('h', { a: '1' }), 'fieldManager=two'),
    apply(configMap('h', {}), 'fieldManager=one'),
  ),
  stepsCase(
    'meets what was created otherwise',
    post(`${configMaps}?fieldManager=creator`, configMap('i'), owners),
    apply(configMap('i', { a: '2' }), 'fieldManager=one'),
    apply(configMap('i', { a: '1', b: '2' }), 'fieldManager=one'),
  ),
  stepsCase(
    'loses a field to a replacement and to a patch',
    apply(configMap('j', { a: '1', b: '1' }), 'fieldManager=one'),
    put(`${configMaps}/j?fieldManager=writer`, configMap('j', { a: '2', b: '1' }), owners),
    patch('merge', `${configMaps}/j?fieldManager=patcher`, { data: { b: '2', c: '2' } }, owners),
    patch('merge', `${configMaps}/j?fieldManager=patcher`, { data: { c: null } }, owners),
  ),
  stepsCase('has no manager', patch('apply', `${configMaps}/k`, configMap('k'))),
  stepsCase(
    'has a manager of a bad name',
    patch('apply', `${configMaps}/k?fieldManager=${'m'.repeat(129)}`, configMap('k')),
  ),
  stepsCase(
    'has managed fields',
    patch(
      'apply',
      `${configMaps}/k?fieldManager=one`,
      configMap('k', {}, { managedFields: [{ manager: 'x', operation: 'Apply' }] }),
    ),
  ),
  stepsCase('has another name', patch('apply', `${configMaps}/k?fieldManager=one`, configMap('other'))),
  stepsCase('has no kind', patch('apply', `${configMaps}/k?fieldManager=one`, { metadata: { name: 'k' } })),
  stepsCase(
    'has another kind',
    patch('apply', `${configMaps}/k?fieldManager=one`, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'k' } }),
  ),
  stepsCase(
    'has another version',
    patch('apply', `${configMaps}/k?fieldManager=one`, {
      apiVersion: 'v2',
      kind: 'ConfigMap',
      metadata: { name: 'k' },
    }),
  ),
  stepsCase('is a list', patch('apply', `${configMaps}/k?fieldManager=one`, '- a')),
  stepsCase('is no YAML', patch('apply', `${configMaps}/k?fieldManager=one`, 'a: b: c')),
  stepsCase('has an unknown field', patch('apply', `${configMaps}/k?fieldManager=one`, { ...configMap('k'), foo: 1 })),
  stepsCase(
    'has a field twice',
    patch(
      'apply',
      `${configMaps}/k?fieldManager=one&fieldValidation=Strict`,
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: k}\ndata: {a: "1"}\ndata: {b: "1"}\n',
    ),
  ),
  stepsCase(
    'has an item twice',
    patch('apply', `${replicaSets}/k?fieldManager=one`, {
      ...replicaSet('k'),
      spec: {
        ...(replicaSet('k').spec as JsonObject),
        template: {
          spec: {
            containers: [
              { name: 'c', image: 'x' },
              { name: 'c', image: 'y' },
            ],
          },
        },
      },
    }),
  ),
  stepsCase(
    'names a version of what is not there',
    patch('apply', `${configMaps}/k?fieldManager=one`, configMap('k', {}, { resourceVersion: '5' })),
  ),
  stepsCase(
    'names a uid of what is not there',
    patch(
      'apply',
      `${configMaps}/k?fieldManager=one`,
      configMap('k', {}, { uid: '00000000-0000-0000-0000-000000000000' }),
    ),
  ),
  stepsCase(
    'is tried only',
    patch('apply', `${configMaps}/l?fieldManager=one&dryRun=All`, configMap('l'), owners),
    get(`${configMaps}/l`),
  ),
  stepsCase(
    'is forced by another patch type',
    quiet(post(configMaps, configMap('m'))),
    patch('merge', `${configMaps}/m?force=true`, { data: { a: '2' } }),
  ),
  stepsCase(
    'owns lists by their keys',
    patch('apply', `${replicaSets}/n?fieldManager=one&dryRun=All`, replicaSet('n'), owners),
  ),
  stepsCase(
    'has an item without its key',
    patch(
      'apply',
      `${replicaSets}/o?fieldManager=one&dryRun=All`,
      withContainers({ name: 'c', image: 'x' }, { image: 'y' }),
    ),
    patch('apply', `${replicaSets}/o?fieldManager=one&dryRun=All`, withContainers({ image: 'x' }, { image: 'y' })),
  ),
  ...['', '{}', 'null', '[]', 'text'].map((body) =>
    stepsCase(`of the body "${body}"`, patch('apply', `${configMaps}/q?fieldManager=one`, body)),
  ),
  stepsCase('without a kind', patch('apply', `${configMaps}/q?fieldManager=one`, { apiVersion: 'v1' })),
  stepsCase('of another kind', patch('apply', `${configMaps}/q?fieldManager=one`, replicaSet('q'))),
];

function withContainers(...containers: JsonObject[]): JsonObject {
  const set = replicaSet('o');
  const spec = set.spec as { template: { spec: JsonObject } };
  spec.template.spec.containers = containers;
  return set;
}
