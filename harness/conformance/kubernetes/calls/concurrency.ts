import type { ConformanceCase } from '../../conformance-case.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import { stepsCase } from '../steps/steps-case.ts';
import { del, get, patch, post, put, quiet } from '../steps/verbs.ts';
import { configMap, configMaps } from './objects.ts';

const first = '{0.metadata.resourceVersion}';
const strange = '00000000-0000-0000-0000-000000000000';
const at = (name: string) => `${configMaps}/${name}`;
const changed = (name: string, metadata = {}) => configMap(name, { a: '2' }, metadata);

/** Optimistic concurrency: versions and uids as preconditions. */
export const concurrencyCases: readonly ConformanceCase<KubernetesTarget>[] = [
  stepsCase(
    'a replacement of the present version, and of the one before',
    post(configMaps, configMap('a')),
    put(at('a'), changed('a', { resourceVersion: first })),
    put(at('a'), configMap('a', { a: '3' }, { resourceVersion: first })),
    get(at('a')),
  ),
  stepsCase('a replacement without a version', post(configMaps, configMap('b')), put(at('b'), changed('b'))),
  stepsCase('a replacement that changes nothing', post(configMaps, configMap('c')), put(at('c'), configMap('c'))),
  stepsCase(
    'a replacement of another uid',
    post(configMaps, configMap('d')),
    put(at('d'), changed('d', { uid: strange })),
  ),
  stepsCase(
    'a replacement with a version that is no number',
    post(configMaps, configMap('e')),
    put(at('e'), changed('e', { resourceVersion: 'abc' })),
  ),
  stepsCase(
    'a replacement with a version of what is not there',
    put(at('nobody'), changed('nobody', { resourceVersion: '5' })),
  ),
  stepsCase('a replacement with a uid of what is not there', put(at('nobody'), changed('nobody', { uid: strange }))),
  stepsCase(
    'patches that name a version',
    post(configMaps, configMap('f')),
    patch('merge', at('f'), { metadata: { resourceVersion: first }, data: { a: '2' } }),
    patch('merge', at('f'), { metadata: { resourceVersion: first }, data: { a: '3' } }),
    patch('json', at('f'), [{ op: 'test', path: '/metadata/resourceVersion', value: first }]),
  ),
  stepsCase('a patch of what is not there', patch('merge', at('nobody'), { data: { a: '1' } })),
  stepsCase(
    'a deletion on conditions',
    post(configMaps, configMap('g')),
    del(at('g'), { preconditions: { uid: strange } }),
    del(at('g'), { preconditions: { resourceVersion: '1' } }),
    del(at('g'), { preconditions: { uid: '{0.metadata.uid}', resourceVersion: first } }),
    get(at('g')),
  ),
  stepsCase(
    'a second object of one name',
    post(configMaps, configMap('h')),
    post(configMaps, configMap('h')),
    quiet(del(at('h'))),
    post(configMaps, configMap('h')),
  ),
  stepsCase(
    'a version on creation',
    post(configMaps, configMap('i', {}, { resourceVersion: '0' })),
    post(configMaps, configMap('j', {}, { resourceVersion: '7' })),
  ),
  stepsCase(
    'fields of the server on creation',
    post(
      configMaps,
      configMap(
        'k',
        {},
        {
          uid: strange,
          creationTimestamp: '2020-01-01T00:00:00Z',
          generation: 9,
          deletionTimestamp: '2020-01-01T00:00:00Z',
          selfLink: '/x',
        },
      ),
    ),
  ),
  stepsCase(
    'labels and annotations are replaced as a whole',
    quiet(post(configMaps, configMap('l', {}, { labels: { a: '1' }, annotations: { b: '2' } }))),
    put(at('l'), configMap('l', {}, { labels: { c: '3' } })),
  ),
];
