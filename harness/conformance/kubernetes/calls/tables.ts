import type { JsonObject } from '../../../environments/embedded/cluster/api/objects/json.ts';
import type { ConformanceCase } from '../../conformance-case.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import { stepsCase } from '../steps/steps-case.ts';
import { del, get, post, quiet } from '../steps/verbs.ts';
import { lease, leases } from './objects.ts';

const networking = 'networking.k8s.io/v1';
const scaled: JsonObject = {
  maxReplicas: 3,
  scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'nobody' },
};
const containers = ['a', 'b'].map((name) => ({ name, image: `registry.example/${name}:1` }));

const table = 'application/json;as=Table;v=v1;g=meta.k8s.io';

/** What is printed of an object that fills its cells, and that no controller changes. */
export const tableCases: readonly ConformanceCase<KubernetesTarget>[] = [
  printed('endpoints of several ports', 'v1', 'Endpoints', 'endpoints', {
    metadata: { labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
    subsets: [
      {
        addresses: [{ ip: '10.1.2.3' }, { ip: '10.1.2.4' }],
        ports: [
          { name: 'a', port: 1 },
          { name: 'b', port: 2 },
        ],
      },
      { addresses: [{ ip: '10.1.2.5' }] },
    ],
  }),
  printed('more endpoints than are shown', 'discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices', {
    addressType: 'IPv6',
    endpoints: ['fd00::1', 'fd00::2', 'fd00::3', 'fd00::4'].map((address) => ({ addresses: [address] })),
    ports: [{ name: 'a', port: 1 }, { name: 'b' }, { name: 'c', port: 3 }, { name: 'd', port: 4 }],
  }),
  printed('a selector of every operator', networking, 'NetworkPolicy', 'networkpolicies', {
    spec: {
      podSelector: {
        matchLabels: { zone: 'z', app: 'a' },
        matchExpressions: [
          { key: 'm', operator: 'In', values: ['q', 'c'] },
          { key: 'n', operator: 'Exists' },
          { key: 'o', operator: 'DoesNotExist' },
          { key: 'p', operator: 'NotIn', values: ['x'] },
        ],
      },
    },
  }),
  ...[
    ['an ingress of four hosts', ['a.example', 'b.example', 'c.example', 'd.example']],
    ['an ingress of three hosts, the first rule for all', ['', 'a.example', 'b.example', 'c.example']],
    ['an ingress of three hosts, the last rule for all', ['a.example', 'b.example', 'c.example', '']],
    ['an ingress for all hosts', ['', '']],
  ].map(([name, hosts]) =>
    printed(name as string, networking, 'Ingress', 'ingresses', {
      spec: {
        ingressClassName: 'nobody',
        tls: [{ hosts: ['a.example'] }],
        rules: [...(hosts ?? [])].map((host): JsonObject => (host ? { host } : {})),
      },
    }),
  ),
  printed('a binding of several subjects', 'rbac.authorization.k8s.io/v1', 'RoleBinding', 'rolebindings', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'r' },
    subjects: [
      ...['u', 'v'].map((name) => ({ kind: 'User', name, apiGroup: 'rbac.authorization.k8s.io' })),
      { kind: 'Group', name: 'g', apiGroup: 'rbac.authorization.k8s.io' },
      ...['s', 't'].map((name) => ({ kind: 'ServiceAccount', name, namespace: 'n' })),
    ],
  }),
  printed('metrics of three kinds', 'autoscaling/v2', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers', {
    spec: {
      ...scaled,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'AverageValue', averageValue: '500m' } } },
        { type: 'External', external: { metric: { name: 'e' }, target: { type: 'Value', value: '5' } } },
        { type: 'Pods', pods: { metric: { name: 'e' }, target: { type: 'AverageValue', averageValue: '5' } } },
      ],
    },
  }),
  printed('metrics of two further kinds', 'autoscaling/v2', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers', {
    spec: {
      ...scaled,
      metrics: [
        {
          type: 'ContainerResource',
          containerResource: { container: 'c', name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
        },
        {
          type: 'Object',
          object: {
            metric: { name: 'e' },
            describedObject: { kind: 'Pod', name: 'x' },
            target: { type: 'AverageValue', averageValue: '5' },
          },
        },
      ],
    },
  }),
  printed('a budget in percent', 'policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets', {
    spec: { maxUnavailable: '10%', selector: { matchLabels: { app: 'nobody' } } },
  }),
  stepsCase(
    'a revision of an owner',
    post(leases, lease('owner')),
    quiet(
      post(`/apis/apps/v1/namespaces/{ns}/controllerrevisions`, {
        apiVersion: 'apps/v1',
        kind: 'ControllerRevision',
        metadata: {
          name: 'owned',
          ownerReferences: [
            {
              apiVersion: 'coordination.k8s.io/v1',
              kind: 'Lease',
              name: 'owner',
              uid: '{0.metadata.uid}',
              controller: true,
            },
          ],
        },
        revision: 3,
        data: {},
      }),
    ),
    get(`/apis/apps/v1/namespaces/{ns}/controllerrevisions/owned`, { accept: table, keep: 'table' }),
    quiet(del(`${leases}/owner`)),
  ),
  printed('a schedule of two containers', 'batch/v1', 'CronJob', 'cronjobs', {
    spec: {
      suspend: true,
      schedule: '0 0 1 1 *',
      timeZone: 'UTC',
      jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers } } } },
    },
  }),
];

function printed(
  name: string,
  apiVersion: string,
  kind: string,
  plural: string,
  { metadata, ...body }: JsonObject,
): ConformanceCase<KubernetesTarget> {
  const path = `/${apiVersion.includes('/') ? 'apis' : 'api'}/${apiVersion}/namespaces/{ns}/${plural}`;
  const object = { apiVersion, kind, metadata: { ...(metadata as JsonObject | undefined), name: 'printed' }, ...body };
  const one = `${path}/printed`;
  return stepsCase(name, quiet(post(path, object)), get(one, { accept: table, keep: 'table' }), quiet(del(one)));
}
