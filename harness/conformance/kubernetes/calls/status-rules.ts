import type { Json, JsonObject } from '../../../environments/embedded/cluster/api/objects/json.ts';
import type { ConformanceCase } from '../../conformance-case.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import { stepsCase } from '../steps/steps-case.ts';
import { patch, post, quiet } from '../steps/verbs.ts';
import { pod, pods, replicaSet, replicaSets, service, services } from './objects.ts';

const apps = '/apis/apps/v1/namespaces/{ns}';
const deployments = `${apps}/deployments`;
const daemonSets = `${apps}/daemonsets`;
const statefulSets = `${apps}/statefulsets`;
const jobs = '/apis/batch/v1/namespaces/{ns}/jobs';
const budgets = '/apis/policy/v1/namespaces/{ns}/poddisruptionbudgets';
const autoscalers = '/apis/autoscaling/v2/namespaces/{ns}/horizontalpodautoscalers';
const ingresses = '/apis/networking.k8s.io/v1/namespaces/{ns}/ingresses';
const claims = '/api/v1/namespaces/{ns}/persistentvolumeclaims';

/** An object that no controller has anything to do for. */
function idle(apiVersion: string, kind: string, name: string, spec: JsonObject): JsonObject {
  return { apiVersion, kind, metadata: { name }, spec };
}

function workload(kind: string, name: string, spec: JsonObject): JsonObject {
  const podSpec = { nodeSelector: { 'example.com/nowhere': '' }, containers: [{ name: 'c', image: 'x' }] };
  const template = { metadata: { labels: { app: name } }, spec: podSpec };
  return idle('apps/v1', kind, name, { ...spec, selector: { matchLabels: { app: name } }, template });
}

const job = (name: string) =>
  idle('batch/v1', 'Job', name, {
    suspend: true,
    template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'x' }] } },
  });

/** Makes an object and tries these statuses on it, none of which is kept. */
function refused(path: string, object: JsonObject, ...statuses: Json[]): ConformanceCase<KubernetesTarget> {
  const { name } = object.metadata as { name: string };
  return stepsCase(
    `status against the rules: ${name}`,
    quiet(post(path, object)),
    ...statuses.map((status) => patch('merge', `${path}/${name}/status?dryRun=All`, { status }, { keep: 'refusal' })),
  );
}

const isTrue = (...types: string[]) => types.map((type) => ({ type, status: 'True' }));
const standard = { type: 'a', status: 'True', lastTransitionTime: '2020-01-01T00:00:00Z', message: '' };

/** Counters below zero or beyond their whole, ends that are none, addresses that cannot be. */
export const statusRuleCases: readonly ConformanceCase<KubernetesTarget>[] = [
  refused(
    deployments,
    workload('Deployment', 'deployment', { replicas: 0 }),
    { replicas: -5 },
    { replicas: 1, updatedReplicas: 2, readyReplicas: 3, availableReplicas: 4, unavailableReplicas: -1 },
    { observedGeneration: -1, collisionCount: -1 },
  ),
  refused(
    replicaSets,
    replicaSet('replica-set'),
    { replicas: -1, fullyLabeledReplicas: -1, readyReplicas: 3, availableReplicas: 4, observedGeneration: -1 },
    { replicas: 1, fullyLabeledReplicas: 5 },
  ),
  refused(daemonSets, workload('DaemonSet', 'daemon-set', {}), {
    ...{ currentNumberScheduled: -1, numberMisscheduled: -1, desiredNumberScheduled: -1, numberReady: -1 },
    ...{ observedGeneration: -1, updatedNumberScheduled: -1, numberAvailable: -1, numberUnavailable: -1 },
  }),
  refused(
    statefulSets,
    workload('StatefulSet', 'stateful-set', { replicas: 0, serviceName: 's' }),
    { replicas: -1, readyReplicas: -1, currentReplicas: -1, updatedReplicas: -1, availableReplicas: -1 },
    { replicas: 1, readyReplicas: 2, currentReplicas: 3, updatedReplicas: 4, availableReplicas: 5 },
  ),
  refused(
    jobs,
    job('job'),
    { active: -1, succeeded: -1, failed: -1, ready: -1, terminating: -1 },
    { active: 1, ready: 2, completedIndexes: 'x', failedIndexes: 'y', conditions: isTrue('Complete') },
    { conditions: isTrue('Complete', 'Failed'), startTime: null },
    { startTime: '2020-01-01T00:00:00Z', completionTime: '2019-01-01T00:00:00Z' },
    { uncountedTerminatedPods: { succeeded: ['a', ''], failed: ['a', 'b', 'b'] } },
    { conditions: isTrue('SuccessCriteriaMet', 'FailureTarget') },
  ),
  refused(
    pods,
    pod('pod'),
    { nominatedNodeName: 'A_b' },
    { qosClass: 'Guaranteed' },
    { podIPs: [{ ip: 'x' }, { ip: '10.0.0.1' }] },
    { podIPs: [{ ip: '10.0.0.1' }, { ip: '10.0.0.2' }] },
    { hostIPs: [{ ip: 'x' }] },
    { conditions: [{ type: 'a b', status: 'True' }], observedGeneration: -1 },
    { resourceClaimStatuses: [{ name: 'x' }] },
  ),
  refused(
    budgets,
    idle('policy/v1', 'PodDisruptionBudget', 'budget', { minAvailable: 1, selector: { matchLabels: { app: 'no' } } }),
    { currentHealthy: -1, desiredHealthy: -1, disruptionsAllowed: -1, expectedPods: -1 },
    { conditions: [{ type: 'a b', status: 'Maybe', reason: '', lastTransitionTime: null, message: '' }] },
    { conditions: [{ ...standard, reason: '1x', observedGeneration: -1 }] },
  ),
  refused(
    autoscalers,
    idle('autoscaling/v2', 'HorizontalPodAutoscaler', 'autoscaler', {
      maxReplicas: 2,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'nobody' },
    }),
    { currentReplicas: -1, desiredReplicas: -1 },
  ),
  refused(
    claims,
    idle('v1', 'PersistentVolumeClaim', 'claim', {
      storageClassName: 'nobody',
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } },
    }),
    { capacity: { storage: '-1Gi' } },
  ),
  refused(services, service('service'), { loadBalancer: { ingress: [{ ip: '1.2.3.4' }] } }),
  refused(services, service('balancer', { type: 'LoadBalancer' }), {
    loadBalancer: {
      ingress: [{ ip: 'x', hostname: '1.2.3.4', ipMode: 'Nope' }, { hostname: 'a_b' }, { ipMode: 'VIP' }],
    },
  }),
  refused(
    ingresses,
    idle('networking.k8s.io/v1', 'Ingress', 'ingress', {
      defaultBackend: { service: { name: 's', port: { number: 80 } } },
    }),
    { loadBalancer: { ingress: [{ ip: 'x', hostname: '1.2.3.4' }] } },
  ),
  stepsCase(
    'status against the rules: namespace',
    patch('merge', '/api/v1/namespaces/{ns}/status?dryRun=All', { status: { phase: 'Terminating' } }),
  ),
];
