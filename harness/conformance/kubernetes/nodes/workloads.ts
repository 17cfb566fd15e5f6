import type {
  V1CronJob,
  V1DaemonSet,
  V1Deployment,
  V1Job,
  V1PodDisruptionBudget,
  V1StatefulSet,
} from '@kubernetes/client-node';
import type { Wire } from '../../../environments/embedded/cluster/api/wire.ts';
import type { ConformanceCase } from '../../conformance-case.ts';
import type { KubernetesTarget } from '../kubernetes-target.ts';
import type { KubernetesObject } from './cluster-steps.ts';
import { image, script, server } from './pod-case.ts';
import { conditionsOf } from './pod-outcome.ts';
import { workloadCase } from './workload-case.ts';

type Job = Wire<V1Job> & KubernetesObject;
type Deployment = Wire<V1Deployment> & KubernetesObject;
type StatefulSet = Wire<V1StatefulSet> & KubernetesObject;
type DaemonSet = Wire<V1DaemonSet> & KubernetesObject;

const template = (app: string, command: string[], spec: object = {}, container: object = {}) => ({
  metadata: { labels: { app } },
  spec: { terminationGracePeriodSeconds: 1, containers: [{ name: 'c', image, command, ...container }], ...spec },
});
const selector = (app: string) => ({ matchLabels: { app } });
const once = { restartPolicy: 'Never' };
const job = (name: string, spec: object): KubernetesObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name },
  spec,
});
const deployment = (name: string, command: string[], spec: object = {}, container: object = {}): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: { replicas: 2, selector: selector(name), template: template(name, command, {}, container), ...spec },
});
const portTaker = (name: string, spec: object): KubernetesObject => ({
  kind: 'Pod',
  metadata: { name },
  spec: {
    terminationGracePeriodSeconds: 1,
    containers: [{ name: 'c', image, command: server, ports: [{ containerPort: 8080, hostPort: 18081 }] }],
    ...spec,
  },
});
const isOver = ({ status }: Job) =>
  status?.conditions?.some(({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True') ??
  false;
const showJob = ({ status }: Job) => ({
  succeeded: status?.succeeded,
  failed: status?.failed,
  completedIndexes: status?.completedIndexes,
  failedIndexes: status?.failedIndexes,
  conditions: conditionsOf(status?.conditions),
});
const showDeployment = ({ status }: Deployment) => ({
  replicas: status?.replicas,
  readyReplicas: status?.readyReplicas,
  unavailableReplicas: status?.unavailableReplicas,
  conditions: conditionsOf(status?.conditions),
});

/** What controllers make of workloads. */
export const workloadCases: readonly ConformanceCase<KubernetesTarget>[] = [
  workloadCase<Job>({
    name: 'a Job of three completions',
    objects: [job('three', { completions: 3, parallelism: 2, template: template('three', script(''), once) })],
    path: 'batch/v1:jobs/three',
    until: isOver,
    show: showJob,
    events: ['SuccessfulCreate', 'Completed'],
    remove: ['batch/v1:jobs/three?propagationPolicy=Background'],
  }),
  workloadCase<Job>({
    name: 'a Job that fails too often',
    objects: [job('failing', { backoffLimit: 0, template: template('failing', script('process.exit(1)'), once) })],
    path: 'batch/v1:jobs/failing',
    until: isOver,
    show: showJob,
    events: ['BackoffLimitExceeded'],
    remove: ['batch/v1:jobs/failing?propagationPolicy=Background'],
  }),
  workloadCase<Job>({
    name: 'an indexed Job',
    objects: [
      job('indexed', {
        completions: 3,
        parallelism: 3,
        completionMode: 'Indexed',
        template: template('indexed', script('process.exit(process.env.JOB_COMPLETION_INDEX < 3 ? 0 : 1)'), once),
      }),
    ],
    path: 'batch/v1:jobs/indexed',
    until: isOver,
    show: showJob,
    remove: ['batch/v1:jobs/indexed?propagationPolicy=Background'],
  }),
  workloadCase<Job>({
    name: 'a Job with a deadline',
    objects: [job('late', { activeDeadlineSeconds: 2, template: template('late', server, once) })],
    path: 'batch/v1:jobs/late',
    until: isOver,
    show: showJob,
    events: ['DeadlineExceeded'],
    remove: ['batch/v1:jobs/late?propagationPolicy=Background'],
  }),
  workloadCase<Job>({
    name: 'a Job that is suspended',
    objects: [job('suspended', { suspend: true, template: template('suspended', server, once) })],
    path: 'batch/v1:jobs/suspended',
    until: ({ status }) => (status?.conditions?.length ?? 0) > 0,
    show: showJob,
    events: ['Suspended'],
    remove: ['batch/v1:jobs/suspended?propagationPolicy=Background'],
  }),
  workloadCase<Job>({
    name: 'a Job whose exit code must not happen',
    objects: [
      job('policy', {
        podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } }] },
        template: template('policy', script('process.exit(42)'), once),
      }),
    ],
    path: 'batch/v1:jobs/policy',
    until: isOver,
    show: ({ status }) => conditionsOf(status?.conditions?.map(({ message: _, ...rest }) => rest)),
    remove: ['batch/v1:jobs/policy?propagationPolicy=Background'],
  }),
  workloadCase<Wire<V1CronJob> & KubernetesObject>({
    name: 'a CronJob that is suspended',
    objects: [
      {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name: 'asleep' },
        spec: {
          schedule: '* * * * *',
          suspend: true,
          jobTemplate: { spec: { template: template('asleep', server, once) } },
        },
      },
    ],
    path: 'batch/v1:cronjobs/asleep',
    until: () => true,
    show: ({ status }) => status ?? {},
  }),
  workloadCase<Deployment>({
    name: 'a Deployment that is available',
    objects: [deployment('available', server)],
    path: 'apps/v1:deployments/available',
    until: ({ status }) => status?.conditions?.some(({ reason }) => reason === 'NewReplicaSetAvailable') ?? false,
    show: showDeployment,
    events: ['ScalingReplicaSet'],
  }),
  workloadCase<Deployment>({
    name: 'a Deployment that does not progress',
    objects: [deployment('stuck', ['no-such-command'], { progressDeadlineSeconds: 2, replicas: 1 })],
    path: 'apps/v1:deployments/stuck',
    // On a busy machine the deadline is over before the pod is counted.
    until: ({ status }) =>
      status?.replicas === 1 && status.conditions?.some(({ reason }) => reason === 'ProgressDeadlineExceeded') === true,
    show: showDeployment,
  }),
  workloadCase<Deployment>({
    name: 'a Deployment that is paused',
    objects: [deployment('paused', server, { paused: true })],
    path: 'apps/v1:deployments/paused',
    until: ({ status }) => status?.conditions?.length === 2,
    show: showDeployment,
  }),
  workloadCase<Deployment>({
    name: 'a Deployment whose service account is missing',
    objects: [
      deployment('homeless', server, {
        template: template('homeless', server, { serviceAccountName: 'none' }),
      }),
    ],
    path: 'apps/v1:deployments/homeless',
    until: ({ status }) => status?.conditions?.some(({ type }) => type === 'ReplicaFailure') ?? false,
    show: showDeployment,
  }),
  workloadCase<StatefulSet>({
    name: 'a StatefulSet starts one pod after the other',
    objects: [
      {
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        metadata: { name: 'ordered' },
        spec: {
          replicas: 2,
          serviceName: 'ordered',
          selector: selector('ordered'),
          template: template('ordered', server),
        },
      },
    ],
    path: 'apps/v1:statefulsets/ordered',
    until: ({ status }) => status?.availableReplicas === 2,
    others: 'pods?labelSelector=app=ordered',
    show: ({ status }, pods) => ({
      replicas: status?.replicas,
      readyReplicas: status?.readyReplicas,
      updatedReplicas: status?.updatedReplicas,
      currentReplicas: status?.currentReplicas,
      collisionCount: status?.collisionCount,
      revision: status?.currentRevision === status?.updateRevision,
      pods: pods.map(({ metadata, spec }) => {
        const { labels } = metadata as { labels: Record<string, string> };
        const { hostname, subdomain } = spec as { hostname?: string; subdomain?: string };
        return { name: metadata?.name, hostname, subdomain, labels: Object.keys(labels).sort() };
      }),
    }),
    events: ['SuccessfulCreate'],
  }),
  workloadCase<StatefulSet>({
    name: 'a StatefulSet waits for the pod before',
    objects: [
      {
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        metadata: { name: 'held' },
        spec: {
          replicas: 2,
          serviceName: 'held',
          selector: selector('held'),
          template: template('held', ['no-such-command']),
        },
      },
    ],
    path: 'pods/held-0',
    until: ({ status }) =>
      ((status as { containerStatuses?: { restartCount: number }[] }).containerStatuses?.[0]?.restartCount ?? 0) > 0,
    others: 'pods?labelSelector=app=held',
    show: (_, pods) => pods.map(({ metadata }) => metadata?.name),
    remove: ['apps/v1:statefulsets/held'],
  }),
  workloadCase<StatefulSet>({
    name: 'a StatefulSet makes its claims',
    objects: [
      {
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        metadata: { name: 'stored' },
        spec: {
          replicas: 1,
          serviceName: 'stored',
          selector: selector('stored'),
          template: template('stored', server, {}, { volumeMounts: [{ name: 'data', mountPath: '/data' }] }),
          volumeClaimTemplates: [
            {
              metadata: { name: 'data' },
              spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } },
            },
          ],
        },
      },
    ],
    path: 'apps/v1:statefulsets/stored',
    until: ({ status }) => status?.readyReplicas === 1,
    others: 'persistentvolumeclaims?labelSelector=app=stored',
    show: (_, claims) =>
      claims.map(({ metadata, status, spec }) => {
        const { phase, capacity, accessModes } = status as { phase: string; capacity: object; accessModes: string[] };
        const { storageClassName, volumeMode } = spec as { storageClassName: string; volumeMode: string };
        return { name: metadata?.name, phase, capacity, accessModes, storageClassName, volumeMode };
      }),
  }),
  workloadCase<DaemonSet>({
    name: 'a DaemonSet runs on the nodes that let it',
    objects: [
      {
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        metadata: { name: 'everywhere' },
        spec: { selector: selector('everywhere'), template: template('everywhere', server) },
      },
    ],
    path: 'apps/v1:daemonsets/everywhere',
    until: ({ status }) => (status?.numberAvailable ?? 0) > 0,
    show: ({ status }) => ({ ...status, observedGeneration: undefined }),
    events: ['SuccessfulCreate'],
  }),
  workloadCase<DaemonSet>({
    name: 'a DaemonSet that tolerates everything runs on every node',
    objects: [
      {
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        metadata: { name: 'tolerant' },
        spec: {
          selector: selector('tolerant'),
          template: template('tolerant', server, { tolerations: [{ operator: 'Exists' }] }),
        },
      },
    ],
    path: 'apps/v1:daemonsets/tolerant',
    until: ({ status }) => status?.numberAvailable === 2,
    show: ({ status }) => ({ ...status, observedGeneration: undefined }),
  }),
  workloadCase<Wire<V1PodDisruptionBudget> & KubernetesObject>({
    name: 'a disruption budget counts its pods',
    objects: [
      deployment('budgeted', server),
      {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: 'budgeted' },
        spec: { minAvailable: 1, selector: selector('budgeted') },
      },
    ],
    path: 'policy/v1:poddisruptionbudgets/budgeted',
    until: ({ status }) => status?.currentHealthy === 2,
    show: ({ status }) => ({
      ...status,
      observedGeneration: undefined,
      conditions: conditionsOf(status?.conditions),
    }),
    remove: ['policy/v1:poddisruptionbudgets/budgeted', 'apps/v1:deployments/budgeted'],
  }),
  workloadCase<KubernetesObject>({
    name: 'an autoscaler without metrics',
    objects: [
      deployment('scaled', server, { replicas: 1 }, { resources: { requests: { cpu: '10m' } } }),
      {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: { name: 'scaled' },
        spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'scaled' }, maxReplicas: 3 },
      },
    ],
    path: 'autoscaling/v2:horizontalpodautoscalers/scaled',
    until: ({ status }) =>
      (status as { conditions?: { type: string }[] }).conditions?.some(({ type }) => type === 'ScalingActive') ?? false,
    show: ({ status }) => conditionsOf((status as { conditions: [] }).conditions),
    events: ['FailedGetResourceMetric'],
    remove: ['autoscaling/v2:horizontalpodautoscalers/scaled', 'apps/v1:deployments/scaled'],
  }),
  workloadCase<KubernetesObject>({
    name: 'an autoscaler without a target',
    objects: [
      {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: { name: 'aimless' },
        spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'none' }, maxReplicas: 3 },
      },
    ],
    path: 'autoscaling/v2:horizontalpodautoscalers/aimless',
    until: ({ status }) => ((status as { conditions?: object[] }).conditions?.length ?? 0) > 0,
    show: ({ status }) => conditionsOf((status as { conditions: [] }).conditions),
    events: ['FailedGetScale'],
  }),
  workloadCase<KubernetesObject>({
    name: 'a pod of higher priority takes the place of another',
    objects: [
      {
        apiVersion: 'scheduling.k8s.io/v1',
        kind: 'PriorityClass',
        metadata: { name: 'conformance-high' },
        value: 1000,
      },
      portTaker('low', {}),
      portTaker('high', { priorityClassName: 'conformance-high' }),
    ],
    // Of two that wait the scheduler takes the higher one first.
    first: { path: 'pods/low', until: ({ spec }) => (spec as { nodeName?: string }).nodeName !== undefined },
    path: 'pods/high',
    until: ({ status }) => (status as { phase: string }).phase === 'Running',
    show: ({ status }) => (status as { phase: string }).phase,
    events: ['FailedScheduling', 'Scheduled'],
    remove: ['pods/high', '/apis/scheduling.k8s.io/v1/priorityclasses/conformance-high'],
  }),
];
