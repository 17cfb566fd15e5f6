import type { JsonObject } from '../../../environments/embedded/cluster/api/objects/json.ts';

/** The least that a server accepts of a kind, and that no controller or node does anything with. */
export interface KindSample {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly body: JsonObject;
  readonly isClusterWide?: boolean;
  /** Changes by itself as soon as it is made, where controllers run. */
  readonly isFleeting?: boolean;
}

const selector: JsonObject = { matchLabels: { app: 'a' } };
/** No scheduler of this name places the pod, and no token is mounted. */
const podSpec: JsonObject = {
  automountServiceAccountToken: false,
  schedulerName: 'nobody',
  serviceAccountName: 'default',
  containers: [{ name: 'app', image: 'registry.example/app:1' }],
};
const template: JsonObject = { metadata: { labels: { app: 'a' } }, spec: podSpec };
const once: JsonObject = { metadata: { labels: { app: 'a' } }, spec: { ...podSpec, restartPolicy: 'Never' } };
const rules: JsonObject[] = [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }];
const subjects: JsonObject[] = [{ kind: 'ServiceAccount', name: 'default', namespace: '{ns}' }];
const rbac = { group: 'rbac.authorization.k8s.io', version: 'v1' };
const core = { group: '', version: 'v1' };
const apps = { group: 'apps', version: 'v1' };
const networking = { group: 'networking.k8s.io', version: 'v1' };

export const kinds: readonly KindSample[] = [
  { ...core, plural: 'configmaps', kind: 'ConfigMap', body: { data: { a: '1' }, binaryData: { b: 'eA==' } } },
  { ...core, plural: 'secrets', kind: 'Secret', body: { stringData: { a: '1' }, data: { b: 'eA==' } } },
  { ...core, plural: 'services', kind: 'Service', body: { spec: { selector: { app: 'a' }, ports: [{ port: 80 }] } } },
  {
    ...core,
    plural: 'endpoints',
    kind: 'Endpoints',
    body: { subsets: [{ addresses: [{ ip: '10.1.2.3' }], ports: [{ port: 80 }] }] },
    isFleeting: true,
  },
  { ...core, plural: 'pods', kind: 'Pod', body: { spec: podSpec }, isFleeting: true },
  { ...core, plural: 'podtemplates', kind: 'PodTemplate', body: { template } },
  { ...core, plural: 'serviceaccounts', kind: 'ServiceAccount', body: { automountServiceAccountToken: false } },
  {
    ...core,
    plural: 'limitranges',
    kind: 'LimitRange',
    body: { spec: { limits: [{ type: 'Container', max: { memory: '64Gi' } }] } },
  },
  {
    ...core,
    plural: 'resourcequotas',
    kind: 'ResourceQuota',
    body: { spec: { scopes: ['BestEffort'] } },
  },
  {
    ...core,
    plural: 'events',
    kind: 'Event',
    body: {
      involvedObject: { kind: 'Pod', name: 'p', namespace: '{ns}' },
      reason: 'Seen',
      message: 'It was seen',
      type: 'Normal',
    },
  },
  {
    ...core,
    plural: 'persistentvolumeclaims',
    kind: 'PersistentVolumeClaim',
    body: {
      spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'nobody', resources: { requests: { storage: '1Gi' } } },
    },
  },
  {
    ...core,
    plural: 'persistentvolumes',
    kind: 'PersistentVolume',
    isClusterWide: true,
    isFleeting: true,
    body: {
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: 'nobody',
        capacity: { storage: '1Gi' },
        hostPath: { path: '/data' },
      },
    },
  },
  { ...core, plural: 'namespaces', kind: 'Namespace', isClusterWide: true, isFleeting: true, body: {} },
  {
    ...core,
    plural: 'nodes',
    kind: 'Node',
    isClusterWide: true,
    isFleeting: true,
    // Not ready, so that no controller takes off what a new node is tainted with; with addresses, so that none gives it some.
    body: {
      spec: { podCIDR: '10.99.0.0/24', podCIDRs: ['10.99.0.0/24'] },
      status: { conditions: [{ type: 'Ready', status: 'False' }] },
    },
  },
  { ...apps, plural: 'deployments', kind: 'Deployment', body: { spec: { replicas: 0, selector, template } } },
  { ...apps, plural: 'replicasets', kind: 'ReplicaSet', body: { spec: { replicas: 0, selector, template } } },
  {
    ...apps,
    plural: 'statefulsets',
    kind: 'StatefulSet',
    body: { spec: { replicas: 0, serviceName: 's', selector, template } },
  },
  {
    ...apps,
    plural: 'daemonsets',
    kind: 'DaemonSet',
    body: { spec: { selector, template: { ...template, spec: { ...podSpec, nodeSelector: { no: 'node' } } } } },
  },
  { ...apps, plural: 'controllerrevisions', kind: 'ControllerRevision', body: { revision: 1, data: { a: 1 } } },
  {
    group: 'batch',
    version: 'v1',
    plural: 'jobs',
    kind: 'Job',
    isFleeting: true,
    body: { spec: { suspend: true, template: once } },
  },
  {
    group: 'batch',
    version: 'v1',
    plural: 'cronjobs',
    kind: 'CronJob',
    body: { spec: { suspend: true, schedule: '0 0 1 1 *', jobTemplate: { spec: { template: once } } } },
  },
  {
    group: 'autoscaling',
    version: 'v2',
    plural: 'horizontalpodautoscalers',
    kind: 'HorizontalPodAutoscaler',
    body: { spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'nobody' } } },
  },
  {
    group: 'policy',
    version: 'v1',
    plural: 'poddisruptionbudgets',
    kind: 'PodDisruptionBudget',
    body: { spec: { minAvailable: 1, selector } },
  },
  {
    ...networking,
    plural: 'networkpolicies',
    kind: 'NetworkPolicy',
    body: { spec: { podSelector: {}, policyTypes: ['Egress'] } },
  },
  {
    ...networking,
    plural: 'ingresses',
    kind: 'Ingress',
    body: { spec: { defaultBackend: { service: { name: 'a', port: { number: 80 } } } } },
  },
  {
    ...networking,
    plural: 'ingressclasses',
    kind: 'IngressClass',
    isClusterWide: true,
    body: { spec: { controller: 'example.com/x' } },
  },
  { ...rbac, plural: 'roles', kind: 'Role', body: { rules } },
  {
    ...rbac,
    plural: 'rolebindings',
    kind: 'RoleBinding',
    body: { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'r' }, subjects },
  },
  { ...rbac, plural: 'clusterroles', kind: 'ClusterRole', isClusterWide: true, body: { rules } },
  {
    ...rbac,
    plural: 'clusterrolebindings',
    kind: 'ClusterRoleBinding',
    isClusterWide: true,
    body: { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'nobody' }, subjects },
  },
  {
    group: 'scheduling.k8s.io',
    version: 'v1',
    plural: 'priorityclasses',
    kind: 'PriorityClass',
    isClusterWide: true,
    body: { value: 5 },
  },
  {
    group: 'storage.k8s.io',
    version: 'v1',
    plural: 'storageclasses',
    kind: 'StorageClass',
    isClusterWide: true,
    body: { provisioner: 'example.com/x' },
  },
  {
    group: 'coordination.k8s.io',
    version: 'v1',
    plural: 'leases',
    kind: 'Lease',
    body: { spec: { holderIdentity: 'h' } },
  },
  {
    group: 'discovery.k8s.io',
    version: 'v1',
    plural: 'endpointslices',
    kind: 'EndpointSlice',
    body: { addressType: 'IPv4', endpoints: [{ addresses: ['10.1.2.3'] }], ports: [{ port: 80 }] },
  },
  {
    group: 'events.k8s.io',
    version: 'v1',
    plural: 'events',
    kind: 'Event',
    body: {
      eventTime: '2026-01-02T03:04:05.000000Z',
      reportingController: 'example.com/c',
      reportingInstance: 'c-1',
      action: 'Starting',
      reason: 'Started',
      type: 'Normal',
      regarding: { kind: 'Pod', name: 'p', namespace: '{ns}' },
    },
  },
];
