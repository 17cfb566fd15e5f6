import type { JsonObject } from '../../../environments/embedded/cluster/api/objects/json.ts';
import type { ConformanceCase } from '../../conformance-case.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import { stepsCase } from '../steps/steps-case.ts';
import { patch, post, quiet } from '../steps/verbs.ts';
import { configMap, configMaps, pod, pods, replicaSet, replicaSets } from './objects.ts';

const revisions = '/apis/apps/v1/namespaces/{ns}/controllerrevisions';
const labels = { app: 'a' };
const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'x' }] } };

function made(name: string, resource: string, kind: string, spec: JsonObject, metadata: JsonObject = {}) {
  const apiVersion = resource.slice(0, resource.lastIndexOf('/'));
  const [plural] = resource.split('/').slice(-1);
  const place = kind === 'PersistentVolume' ? '' : '/namespaces/{ns}';
  const root = apiVersion.includes('/') ? 'apis' : 'api';
  return stepsCase(
    name,
    post(
      `/${root}/${apiVersion}${place}/${plural}?dryRun=All`,
      { apiVersion, kind, metadata: { name: 'n', ...metadata }, spec },
      { keep: 'spec' },
    ),
  );
}

function autoscaler(name: string, behavior: JsonObject) {
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' };
  const spec = { scaleTargetRef, maxReplicas: 3, behavior };
  return made(name, 'autoscaling/v2/horizontalpodautoscalers', 'HorizontalPodAutoscaler', spec);
}

function policy(name: string, ...blocks: JsonObject[]) {
  const egress = [{ to: blocks.map((ipBlock) => ({ ipBlock })) }];
  const spec = { podSelector: {}, policyTypes: ['Egress'], egress };
  return made(name, 'networking.k8s.io/v1/networkpolicies', 'NetworkPolicy', spec);
}

const amounts = ['0.0001', '1e-6', '100u', '1n', '0.0015', '1.5', '1500u'];

/** What a server makes of what it is given, and of what it warns. */
export const normalFormCases: readonly ConformanceCase<KubernetesTarget>[] = [
  ...amounts.map((cpu) =>
    stepsCase(
      `a request of ${cpu} CPUs`,
      post(
        `${pods}?dryRun=All`,
        pod('p', { containers: [{ name: 'c', image: 'x', resources: { requests: { cpu, memory: cpu } } }] }),
        { keep: 'spec' },
      ),
    ),
  ),
  stepsCase(
    'a limit of less than a thousandth',
    post(
      `${pods}?dryRun=All`,
      pod('p', { containers: [{ name: 'c', image: 'x', resources: { limits: { cpu: '100u', memory: '0.5' } } }] }),
      { keep: 'spec' },
    ),
  ),
  autoscaler('an autoscaler with a tolerance', { scaleUp: { tolerance: '0.1' } }),
  autoscaler('an autoscaler with a tolerance that is none', { scaleUp: { tolerance: '-0.1' } }),
  made('a stateful set that may lack none', 'apps/v1/statefulsets', 'StatefulSet', {
    selector: { matchLabels: labels },
    template,
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0 } },
  }),
  made('a daemon set that is updated on deletion, with a surge', 'apps/v1/daemonsets', 'DaemonSet', {
    selector: { matchLabels: labels },
    template,
    updateStrategy: { type: 'OnDelete', rollingUpdate: { maxSurge: 1 } },
  }),
  made('a persistent volume of two capacities', 'v1/persistentvolumes', 'PersistentVolume', {
    capacity: { storage: '1Gi', cpu: '1' },
    accessModes: ['ReadWriteOnce'],
    hostPath: { path: '/tmp' },
  }),
  made('a persistent volume of no capacity', 'v1/persistentvolumes', 'PersistentVolume', {
    capacity: {},
    accessModes: ['ReadWriteOnce'],
    hostPath: { path: '/tmp' },
  }),
  stepsCase(
    'a node with an old id',
    post(
      '/api/v1/nodes?dryRun=All',
      { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' }, spec: { externalID: 'e' } },
      { keep: 'spec' },
    ),
  ),
  made(
    'an ingress with a class by annotation',
    'networking.k8s.io/v1/ingresses',
    'Ingress',
    { defaultBackend: { service: { name: 's', port: { number: 80 } } } },
    { annotations: { 'kubernetes.io/ingress.class': 'nginx' } },
  ),
  policy(
    'a network policy with ambiguous ranges',
    { cidr: '10.0.0.1/8' },
    { cidr: '10.0.0.0/8', except: ['10.1.2.3/16'] },
    { cidr: '::ffff:10.0.0.0/104' },
    { cidr: '2001:DB8::/32' },
    { cidr: '010.0.0.0/8' },
  ),
  stepsCase(
    'a dry run with a version',
    post(`${configMaps}?dryRun=All`, configMap('v', { a: '1' }, { resourceVersion: '5' })),
    post(configMaps, configMap('v', { a: '1' }, { resourceVersion: '5' })),
  ),
  stepsCase(
    'a revision that loses its data',
    quiet(
      post(revisions, {
        apiVersion: 'apps/v1',
        kind: 'ControllerRevision',
        metadata: { name: 'r' },
        revision: 1,
        data: { a: 1 },
      }),
    ),
    patch('merge', `${revisions}/r`, { data: null }),
  ),
  ...[replicaSets, configMaps].map((path) =>
    stepsCase(
      `a prefix of names that is none, of ${path}`,
      quiet(post(path, path === configMaps ? configMap('g') : replicaSet('g'))),
      patch('merge', `${path}/g?dryRun=All`, { metadata: { generateName: 'A_' } }, { keep: 'refusal' }),
    ),
  ),
];
