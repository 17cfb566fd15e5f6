import type { Pod, PodCase } from './pod-case.ts';
import { isReady, server } from './pod-case.ts';

const refused = ({ status }: Pod) => status?.conditions?.some(({ reason }) => reason === 'Unschedulable') ?? false;
const events = ['FailedScheduling'];
const affinityTo = (app: string) => ({
  requiredDuringSchedulingIgnoredDuringExecution: [
    { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app } } },
  ],
});

/** Pods that find no node, in the scheduler's words. */
export const schedulingCases: readonly PodCase[] = [
  {
    name: 'more processors than a node has',
    container: { resources: { requests: { cpu: '900' } } },
    until: refused,
    events,
  },
  {
    name: 'more memory than a node has',
    container: { resources: { requests: { memory: '900Ti' } } },
    until: refused,
    events,
  },
  {
    name: 'a resource that no node has',
    container: { resources: { limits: { 'nvidia.com/gpu': '1' } } },
    until: refused,
    events,
  },
  {
    name: 'a node selector that matches nothing',
    spec: { nodeSelector: { disk: 'fast' } },
    until: refused,
    events,
  },
  {
    name: 'a node affinity that matches nothing',
    spec: {
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator: 'In', values: ['fast'] }] }],
          },
        },
      },
    },
    until: refused,
    events,
  },
  {
    name: 'a pod affinity to nobody',
    spec: { affinity: { podAffinity: affinityTo('nobody') } },
    until: refused,
    events,
  },
  {
    name: 'a pod affinity to itself',
    metadata: { labels: { app: 'self-affine' } },
    spec: { affinity: { podAffinity: affinityTo('self-affine') } },
    container: { command: server },
    until: isReady,
  },
  {
    name: 'a scheduling gate',
    spec: { schedulingGates: [{ name: 'example.com/wait' }] },
    until: ({ status }) => status?.conditions?.some(({ reason }) => reason === 'SchedulingGated') ?? false,
  },
  {
    name: 'a topology spread over a label that no node has',
    metadata: { labels: { app: 'spread' } },
    spec: {
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: 'example.com/rack',
          whenUnsatisfiable: 'DoNotSchedule',
          labelSelector: { matchLabels: { app: 'spread' } },
        },
      ],
    },
    until: refused,
    events,
  },
  {
    name: 'a toleration that is not enough',
    spec: {
      nodeSelector: { 'node-role.kubernetes.io/control-plane': '' },
      tolerations: [{ key: 'other', operator: 'Exists' }],
    },
    until: refused,
    events,
  },
  {
    name: 'a pod that prefers a node that is not there',
    spec: {
      affinity: {
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 1, preference: { matchExpressions: [{ key: 'disk', operator: 'Exists' }] } },
          ],
        },
      },
    },
  },
];
