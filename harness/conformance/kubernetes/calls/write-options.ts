import type { ConformanceCase } from '../../conformance-case.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import { stepsCase } from '../steps/steps-case.ts';
import { del, get, patch, post, put, quiet } from '../steps/verbs.ts';
import { configMap, configMaps, pod, pods } from './objects.ts';

const odd = { ...configMap('x'), foo: 1, metadata: { name: 'x', bar: 2 } };
const twice = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x"},"data":{"a":"1","a":"2"},"foo":1}';
const oddPod = pod('x', { containers: [{ name: 'app', image: 'x', foo: 1, env: [{ name: 'A', valu: 'x' }] }] });

/** Dry runs, field validation, and other parameters of writes. */
export const writeOptionCases: readonly ConformanceCase<KubernetesTarget>[] = [
  ...['Strict', 'Warn', 'Ignore', '', 'strict'].flatMap((mode) => {
    const query = `fieldValidation=${mode}&dryRun=All`;
    return [
      stepsCase(`unknown fields with validation "${mode}"`, post(`${configMaps}?${query}`, odd)),
      stepsCase(`duplicate fields with validation "${mode}"`, post(`${configMaps}?${query}`, twice)),
      stepsCase(
        `unknown fields of a pod with validation "${mode}"`,
        post(`${pods}?${query}`, oddPod, { keep: 'spec' }),
      ),
      stepsCase(
        `an unknown field in a merge patch with validation "${mode}"`,
        quiet(post(configMaps, configMap(`m-${mode.toLowerCase() || 'none'}`))),
        patch('merge', `${configMaps}/m-${mode.toLowerCase() || 'none'}?${query}`, { foo: 1, data: { a: '2' } }),
      ),
    ];
  }),
  stepsCase('validation that is not asked for', post(`${configMaps}?dryRun=All`, odd)),
  stepsCase('a dry run of a creation', post(`${configMaps}?dryRun=All`, configMap('a')), get(`${configMaps}/a`)),
  stepsCase(
    'a dry run of a change',
    quiet(post(configMaps, configMap('b'))),
    put(`${configMaps}/b?dryRun=All`, configMap('b', { a: '2' })),
    get(`${configMaps}/b`),
  ),
  stepsCase(
    'a dry run of a patch',
    quiet(post(configMaps, configMap('c'))),
    patch('merge', `${configMaps}/c?dryRun=All`, { data: { a: '2' } }),
    get(`${configMaps}/c`),
  ),
  stepsCase(
    'a dry run of a deletion by query',
    quiet(post(configMaps, configMap('d'))),
    del(`${configMaps}/d?dryRun=All`),
    quiet(get(`${configMaps}/d`)),
  ),
  stepsCase(
    'a dry run of a deletion by body',
    quiet(post(configMaps, configMap('e'))),
    del(`${configMaps}/e`, { dryRun: ['All'] }),
    quiet(get(`${configMaps}/e`)),
  ),
  stepsCase(
    'a dry run of something else',
    post(`${configMaps}?dryRun=Some`, configMap('f')),
    del(`${configMaps}/f?dryRun=Some`),
    put(`${configMaps}/f?dryRun=Some`, configMap('f')),
    patch('merge', `${configMaps}/f?dryRun=Some`, {}),
  ),
  stepsCase('a dry run asked for twice', post(`${configMaps}?dryRun=All&dryRun=All`, configMap('g'))),
  stepsCase('a generated name', post(configMaps, { ...configMap('x'), metadata: { generateName: 'made-' } })),
  stepsCase(
    'a generated name of a long prefix',
    post(configMaps, { ...configMap('x'), metadata: { generateName: 'a'.repeat(300) } }, { keep: 'status' }),
  ),
  stepsCase(
    'a generated name that is invalid',
    post(configMaps, { ...configMap('x'), metadata: { generateName: 'Made_' } }, { keep: 'status' }),
  ),
  stepsCase(
    'a name beside a prefix',
    post(configMaps, { ...configMap('x'), metadata: { name: 'given', generateName: 'made-' } }),
  ),
  stepsCase('a name too long', post(configMaps, configMap('a'.repeat(254)))),
  stepsCase('a field manager too long', post(`${configMaps}?fieldManager=${'m'.repeat(129)}`, configMap('h'))),
  stepsCase('a field manager that cannot be printed', post(`${configMaps}?fieldManager=a%00b`, configMap('h'))),
  stepsCase('parameters that nobody knows', post(`${configMaps}?pretty=true&foo=bar`, configMap('i'))),
];
