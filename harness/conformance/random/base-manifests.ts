import type { JsonObject } from '../../environments/embedded/cluster/api/objects/json.ts';

const labels: JsonObject = { app: 'app' };
const container: JsonObject = { name: 'app', image: 'registry.example/app:1' };
const template: JsonObject = { metadata: { labels }, spec: { containers: [container] } };
const once: JsonObject = { metadata: { labels }, spec: { restartPolicy: 'Never', containers: [container] } };
const selector: JsonObject = { matchLabels: labels };
const workload: JsonObject = { spec: { selector, template } };
const role: JsonObject = { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] };
const subjects: JsonObject[] = [{ kind: 'ServiceAccount', name: 'robot', namespace: 'c-random' }];
const involvedObject: JsonObject = { kind: 'Pod', namespace: 'c-random', name: 'app' };

/** The least of each kind that a server accepts, without name and type. Kinds that are not named here need nothing. */
export const baseManifests: Readonly<Record<string, JsonObject>> = {
  'configmaps/v1': { data: { key: 'value' } },
  'cronjobs/batch/v1': { spec: { schedule: '*/5 * * * *', jobTemplate: { spec: { template: once } } } },
  'clusterrolebindings/rbac.authorization.k8s.io/v1': {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects,
  },
  'clusterroles/rbac.authorization.k8s.io/v1': role,
  'controllerrevisions/apps/v1': { revision: 1, data: { a: 1 } },
  'daemonsets/apps/v1': workload,
  'deployments/apps/v1': workload,
  'endpoints/v1': { subsets: [{ addresses: [{ ip: '10.1.2.3' }], ports: [{ port: 80 }] }] },
  'endpointslices/discovery.k8s.io/v1': {
    addressType: 'IPv4',
    endpoints: [{ addresses: ['10.1.2.3'] }],
    ports: [{ name: 'http', port: 80 }],
  },
  'events/events.k8s.io/v1': {
    eventTime: '2026-01-02T03:04:05.000000Z',
    reportingController: 'example.com/controller',
    reportingInstance: 'controller-1',
    action: 'Starting',
    reason: 'Started',
    type: 'Normal',
    regarding: involvedObject,
  },
  'events/v1': { involvedObject, reason: 'Started', message: 'It has started', type: 'Normal' },
  'horizontalpodautoscalers/autoscaling/v2': {
    spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'app' } },
  },
  'ingressclasses/networking.k8s.io/v1': { spec: { controller: 'example.com/ingress' } },
  'ingresses/networking.k8s.io/v1': {
    spec: { defaultBackend: { service: { name: 'app', port: { number: 80 } } } },
  },
  'jobs/batch/v1': { spec: { template: once } },
  'leases/coordination.k8s.io/v1': { spec: { holderIdentity: 'holder-1' } },
  'limitranges/v1': { spec: { limits: [{ type: 'Container', default: { cpu: '1' } }] } },
  'networkpolicies/networking.k8s.io/v1': { spec: { podSelector: {} } },
  'persistentvolumeclaims/v1': {
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  },
  'persistentvolumes/v1': {
    spec: { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, hostPath: { path: '/data' } },
  },
  'poddisruptionbudgets/policy/v1': { spec: { minAvailable: 1, selector } },
  // Without its token, a pod is the same on a server whose ServiceAccount admission is switched off.
  'pods/v1': { spec: { automountServiceAccountToken: false, serviceAccountName: 'default', containers: [container] } },
  'podtemplates/v1': { template },
  'priorityclasses/scheduling.k8s.io/v1': { value: 1000 },
  'replicasets/apps/v1': workload,
  'resourcequotas/v1': { spec: { hard: { pods: '10' } } },
  'rolebindings/rbac.authorization.k8s.io/v1': {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects,
  },
  'roles/rbac.authorization.k8s.io/v1': role,
  'secrets/v1': { stringData: { key: 'value' } },
  'services/v1': { spec: { selector: labels, ports: [{ port: 80 }] } },
  'statefulsets/apps/v1': { spec: { selector, template, serviceName: 'app' } },
  'storageclasses/storage.k8s.io/v1': { provisioner: 'example.com/disk' },
};
