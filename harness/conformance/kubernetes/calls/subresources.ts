import type { ConformanceCase } from '../../conformance-case.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import { stepsCase } from '../steps/steps-case.ts';
import { del, get, patch, post, put, quiet } from '../steps/verbs.ts';
import { pod, pods, replicaSet, replicaSets, service, services } from './objects.ts';

const scale = (name: string, replicas: number, metadata = {}) => ({
  apiVersion: 'autoscaling/v1',
  kind: 'Scale',
  metadata: { name, ...metadata },
  spec: { replicas },
});
const spec = { keep: 'spec' } as const;
const condition = { type: 'example.com/seen', status: 'True', lastProbeTime: null, lastTransitionTime: null };
const eviction = (name: string, fields = {}) => ({
  apiVersion: 'policy/v1',
  kind: 'Eviction',
  metadata: { name },
  ...fields,
});
const binding = (name: string, target = {}) => ({ apiVersion: 'v1', kind: 'Binding', metadata: { name }, target });
const gone = (name: string) => quiet(del(`${pods}/${name}`, { gracePeriodSeconds: 0 }));

/** Status, scale, eviction, binding. */
export const subresourceCases: readonly ConformanceCase<KubernetesTarget>[] = [
  stepsCase('scale is read', quiet(post(replicaSets, replicaSet('a'))), get(`${replicaSets}/a/scale`, spec)),
  stepsCase(
    'scale of what is not there',
    get(`${replicaSets}/nobody/scale`),
    put(`${replicaSets}/nobody/scale`, scale('nobody', 1)),
  ),
  stepsCase(
    'scale is set below none',
    quiet(post(replicaSets, replicaSet('b'))),
    put(`${replicaSets}/b/scale`, scale('b', -1)),
    patch('merge', `${replicaSets}/b/scale`, { spec: { replicas: -2 } }),
  ),
  stepsCase(
    'scale of another name',
    quiet(post(replicaSets, replicaSet('c'))),
    put(`${replicaSets}/c/scale`, scale('other', 0)),
  ),
  stepsCase(
    'scale at a past version',
    quiet(post(replicaSets, replicaSet('d'))),
    put(`${replicaSets}/d/scale`, scale('d', 0, { resourceVersion: '1' })),
  ),
  stepsCase(
    'scale as another kind',
    quiet(post(replicaSets, replicaSet('e'))),
    put(`${replicaSets}/e/scale`, replicaSet('e')),
  ),
  stepsCase(
    'scale is patched, tried only',
    quiet(post(replicaSets, replicaSet('f'))),
    patch('merge', `${replicaSets}/f/scale?dryRun=All`, { spec: { replicas: 3 } }, spec),
    get(`${replicaSets}/f/scale`, spec),
  ),
  stepsCase(
    'scale is patched by wrong types',
    quiet(post(replicaSets, replicaSet('g'))),
    patch('merge', `${replicaSets}/g/scale`, { spec: { replicas: 'x' } }),
    patch('json', `${replicaSets}/g/scale`, [{ op: 'remove', path: '/spec/foo' }]),
    patch('merge', `${replicaSets}/g/scale`, '{'),
  ),
  stepsCase(
    'scale is created or deleted',
    post(`${replicaSets}/a/scale`, scale('a', 1)),
    del(`${replicaSets}/a/scale`),
  ),
  stepsCase('scale of a kind that has none', get(`${services}/a/scale`)),
  stepsCase(
    'status leaves the rest alone',
    quiet(post(services, service('s'))),
    patch('merge', `${services}/s/status`, {
      spec: { type: 'NodePort' },
      status: { loadBalancer: { ingress: [{ ip: '10.9.8.7' }] } },
    }),
    patch('merge', `${services}/s`, { status: { loadBalancer: { ingress: [{ ip: '1.2.3.4' }] } } }),
  ),
  stepsCase(
    'status of a pod',
    quiet(post(pods, pod('p'))),
    patch('strategic', `${pods}/p/status`, { status: { conditions: [condition] } }),
    get(`${pods}/p/status`),
    gone('p'),
  ),
  stepsCase(
    'status of a pod that is invalid',
    quiet(post(pods, pod('q'))),
    patch('merge', `${pods}/q/status`, { status: { phase: 5 } }),
    gone('q'),
  ),
  stepsCase(
    'status of what is not there',
    get(`${pods}/nobody/status`),
    patch('merge', `${pods}/nobody/status`, {}),
    put(`${pods}/nobody/status`, pod('nobody')),
  ),
  stepsCase(
    'status is replaced under another name',
    quiet(post(pods, pod('r'))),
    put(`${pods}/r/status`, pod('other')),
    gone('r'),
  ),
  stepsCase('status is created or deleted', post(`${pods}/p/status`, pod('p')), del(`${pods}/p/status`)),
  stepsCase(
    'labels of a pod through its status',
    quiet(post(pods, pod('u'))),
    patch('merge', `${pods}/u/status`, { metadata: { labels: { a: 'b' }, annotations: { c: 'd' } } }, spec),
    gone('u'),
  ),
  stepsCase(
    'eviction',
    quiet(post(pods, pod('v'))),
    post(`${pods}/v/eviction`, eviction('v')),
    quiet(get(`${pods}/v`)),
  ),
  stepsCase('eviction of what is not there', post(`${pods}/nobody/eviction`, eviction('nobody'))),
  stepsCase(
    'eviction of another name',
    quiet(post(pods, pod('w'))),
    post(`${pods}/w/eviction`, eviction('other')),
    gone('w'),
  ),
  stepsCase('eviction as another kind', post(`${pods}/w/eviction`, pod('w'))),
  stepsCase(
    'eviction, tried only',
    quiet(post(pods, pod('x'))),
    post(`${pods}/x/eviction?dryRun=All`, eviction('x')),
    post(`${pods}/x/eviction`, eviction('x', { deleteOptions: { dryRun: ['All'] } })),
    quiet(get(`${pods}/x`)),
    gone('x'),
  ),
  stepsCase('eviction is read', get(`${pods}/nobody/eviction`)),
  stepsCase(
    'binding to nothing',
    quiet(post(pods, pod('y'))),
    post(`${pods}/y/binding`, binding('y')),
    post(`${pods}/y/binding`, binding('y', { kind: 'Service', name: 'n' })),
    gone('y'),
  ),
  stepsCase(
    'binding, and once more',
    quiet(post(pods, pod('z'))),
    post(`${pods}/z/binding`, binding('z', { kind: 'Node', name: 'nobody' })),
    post(`${pods}/z/binding`, binding('z', { kind: 'Node', name: 'another' })),
    gone('z'),
  ),
  stepsCase(
    'binding of what is not there',
    post(`${pods}/nobody/binding`, binding('nobody', { kind: 'Node', name: 'n' })),
  ),
  stepsCase(
    'binding by the old way',
    post('/api/v1/namespaces/{ns}/bindings', binding('nobody', { kind: 'Node', name: 'n' })),
    get('/api/v1/namespaces/{ns}/bindings'),
  ),
  stepsCase(
    'log of a pod that no node has',
    quiet(post(pods, pod('l'))),
    get(`${pods}/l/log`, { keep: 'refusal' }),
    get(`${pods}/l/log?container=none`),
    get(`${pods}/l/log?tailLines=-1`),
    get(`${pods}/l/log?sinceSeconds=0`),
    get(`${pods}/nobody/log`),
    gone('l'),
  ),
  stepsCase(
    'proxy and port-forward of what is not there',
    get(`${pods}/nobody/proxy`),
    get(`${pods}/nobody/portforward`),
    get(`${services}/nobody/proxy`),
  ),
  stepsCase(
    'ephemeral containers',
    quiet(post(pods, pod('e'))),
    get(`${pods}/e/ephemeralcontainers`),
    patch('strategic', `${pods}/e/ephemeralcontainers`, { spec: { ephemeralContainers: [{ name: 'd', image: 'x' }] } }),
    gone('e'),
  ),
  stepsCase(
    'finalize of a namespace by a list',
    put('/api/v1/namespaces/nowhere/finalize', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'nowhere' } }),
  ),
];
