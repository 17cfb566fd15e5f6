import type { ConformanceCase } from '../../conformance-case.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import type { Step } from '../steps/step.ts';
import { stepsCase } from '../steps/steps-case.ts';
import { del, get, patch, post, quiet } from '../steps/verbs.ts';
import { configMap, configMaps, lease, leases } from './objects.ts';

const items = { keep: 'items' } as const;
const streaming = 'watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
const on = (name: string, value: string) => lease(name, { labels: { on: value } });
const empty = quiet(del(leases));
const changes: readonly Step[] = [
  quiet(post(leases, on('x', 'yes'))),
  quiet(patch('merge', `${leases}/x`, { metadata: { labels: { on: 'no' } } })),
  quiet(patch('merge', `${leases}/x`, { metadata: { labels: { on: 'yes', b: '2' } } })),
  quiet(del(`${leases}/x`)),
  quiet(post(leases, lease('last', { labels: { on: 'yes' } }))),
];
const watch = (query: string): Step => ({ watch: 'w', path: `${leases}?watch=1&${query}` });
const ends = '&timeoutSeconds=1';

/** Watches: from which version, what they tell, how they end. */
export const watchCases: readonly ConformanceCase<KubernetesTarget>[] = [
  stepsCase(
    'tell every change after a list',
    empty,
    get(leases, items),
    watch('resourceVersion={1.metadata.resourceVersion}'),
    ...changes,
    { events: 'w', count: 5 },
    empty,
  ),
  stepsCase(
    'tell what was missed since a list',
    empty,
    get(leases, items),
    ...changes,
    watch('resourceVersion={1.metadata.resourceVersion}'),
    { events: 'w', count: 5 },
    empty,
  ),
  stepsCase('begin with what is there', empty, ...changes, watch(''), { events: 'w', count: 1 }, empty),
  stepsCase(
    'begin with what is there at version 0',
    empty,
    ...changes,
    watch('resourceVersion=0'),
    { events: 'w', count: 1 },
    empty,
  ),
  stepsCase(
    'tell what enters and leaves a label',
    empty,
    get(leases, items),
    watch('labelSelector=on%3Dyes&resourceVersion={1.metadata.resourceVersion}'),
    ...changes,
    { events: 'w', count: 5 },
    empty,
  ),
  stepsCase(
    'tell what missed entered and left a label',
    empty,
    get(leases, items),
    ...changes,
    watch('labelSelector=on%3Dyes&resourceVersion={1.metadata.resourceVersion}'),
    { events: 'w', count: 5 },
    empty,
  ),
  stepsCase(
    'tell of one object by field',
    empty,
    get(leases, items),
    watch('fieldSelector=metadata.name%3Dlast&resourceVersion={1.metadata.resourceVersion}'),
    ...changes,
    { events: 'w', count: 1 },
    empty,
  ),
  stepsCase('of one object by its path', quiet(post(leases, lease('one'))), get(`${leases}/one?watch=1${ends}`), empty),
  stepsCase(
    'tell by the old path',
    empty,
    ...changes,
    { watch: 'w', path: '/apis/coordination.k8s.io/v1/watch/namespaces/{ns}/leases' },
    { events: 'w', count: 1, keep: 'names' },
    empty,
  ),
  stepsCase('end in time', empty, ...changes, watch(`resourceVersion=0${ends}`), { events: 'w', count: 'end' }, empty),
  stepsCase(
    'mark the end of the initial events',
    empty,
    quiet(post(leases, lease('last'))),
    { watch: 'w', path: `${leases}?${streaming}` },
    { events: 'w', count: 2 },
    empty,
  ),
  stepsCase(
    'mark the end of no initial events',
    empty,
    { watch: 'w', path: `${leases}?${streaming}` },
    { events: 'w', count: 1 },
  ),
  stepsCase(
    'leave the initial events out',
    empty,
    quiet(post(leases, lease('a'))),
    {
      watch: 'w',
      path: `${leases}?watch=1&sendInitialEvents=false&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`,
    },
    quiet(post(leases, lease('b'))),
    { events: 'w', count: 1, keep: 'names' },
    empty,
  ),
  stepsCase('of initial events without their rule', get(`${leases}?watch=1&sendInitialEvents=true${ends}`)),
  stepsCase(
    'of a rule without initial events',
    get(`${leases}?watch=1&resourceVersion=1&resourceVersionMatch=NotOlderThan${ends}`),
  ),
  stepsCase(
    'of exactly a version',
    get(`${leases}?watch=1&sendInitialEvents=true&resourceVersion=1&resourceVersionMatch=Exact${ends}`),
  ),
  stepsCase('of a version that is no number', get(`${leases}?watch=1&resourceVersion=abc${ends}`)),
  stepsCase('of a negative version', get(`${leases}?watch=1&resourceVersion=-1${ends}`)),
  stepsCase('with a page', get(`${leases}?watch=1&continue=abc&limit=1${ends}`)),
  stepsCase('by bad labels', get(`${leases}?watch=1&labelSelector=a%20b${ends}`)),
  stepsCase('by bad fields', get(`${leases}?watch=1&fieldSelector=foo%3Dbar${ends}`)),
  stepsCase('with a time that is no number', get(`${leases}?watch=1&timeoutSeconds=long`)),
  stepsCase('asked for by another word', get(`${leases}?watch=maybe${ends}`, items)),
  stepsCase('switched off', get(`${leases}?watch=false`, items), get(`${leases}?watch=0`, items)),
  stepsCase('of an object that is not there', get(`${leases}/nobody?watch=1${ends}`)),
  stepsCase(
    'of what finalizers keep',
    empty,
    quiet(post(leases, lease('f', { finalizers: ['example.com/x'] }))),
    get(leases, items),
    quiet(del(`${leases}/f`)),
    quiet(patch('merge', `${leases}/f`, { metadata: { finalizers: null } })),
    watch('resourceVersion={2.metadata.resourceVersion}'),
    { events: 'w', count: 2 },
  ),
  stepsCase(
    'tell nothing of a change that is none',
    quiet(post(configMaps, configMap('same'))),
    get(`${configMaps}/same`, { keep: 'status' }),
    quiet(patch('merge', `${configMaps}/same`, {})),
    quiet(patch('merge', `${configMaps}/same`, { data: { b: '1' } })),
    {
      watch: 'w',
      path: `${configMaps}?watch=1&fieldSelector=metadata.name%3Dsame&resourceVersion={1.metadata.resourceVersion}`,
    },
    { events: 'w', count: 1 },
  ),
];
