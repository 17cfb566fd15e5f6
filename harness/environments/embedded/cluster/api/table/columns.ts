import type {
  CoreV1Event,
  V1CronJob,
  V1DaemonSet,
  V1Deployment,
  V1EndpointSlice,
  V1Endpoints,
  V1Job,
  V1LabelSelector,
  V1Node,
  V1Pod,
  V1ReplicaSet,
  V1Service,
  V1StatefulSet,
} from '@kubernetes/client-node';
import type { KubeObject } from '../objects/kube-object.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import type { Wire } from '../wire.ts';
import { humanDuration, since } from './human-duration.ts';
import { summarizePod } from './pod-columns.ts';

export interface Column {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'boolean';
  /** Only with `-o wide`. */
  readonly wide: boolean;
  readonly cell: (object: KubeObject) => unknown;
}

const none = '<none>';

function column<T>(name: string, cell: (object: T) => unknown, type: Column['type'] = 'string', wide = false): Column {
  return { name, type, wide, cell: (object) => cell(object as unknown as T) };
}

function wide<T>(name: string, cell: (object: T) => unknown): Column {
  return column(name, cell, 'string', true);
}

const name = column<KubeObject>('Name', ({ metadata }) => metadata.name);
const age = column<KubeObject>('Age', ({ metadata }) => since(metadata.creationTimestamp));

type Templated = {
  spec?: { selector?: Wire<V1LabelSelector>; template?: { spec?: { containers: { name: string; image?: string }[] } } };
};

const containers: readonly Column[] = [
  wide<Templated>(
    'Containers',
    ({ spec }) => spec?.template?.spec?.containers.map((item) => item.name).join(',') ?? '',
  ),
  wide<Templated>('Images', ({ spec }) => spec?.template?.spec?.containers.map((item) => item.image).join(',') ?? ''),
];

const selector = wide<Templated>('Selector', ({ spec }) => formatSelector(spec?.selector));

function formatLabels(labels: Readonly<Record<string, string>> | undefined): string {
  const entries = Object.entries(labels ?? {}).sort();
  return entries.length ? entries.map(([key, value]) => `${key}=${value}`).join(',') : none;
}

function formatSelector(selector: Wire<V1LabelSelector> | undefined): string {
  const equal = Object.entries(selector?.matchLabels ?? {})
    .sort()
    .map(([key, value]) => `${key}=${value}`);
  const others = (selector?.matchExpressions ?? []).map(({ key, operator, values }) => {
    if (operator === 'Exists') return key;
    if (operator === 'DoesNotExist') return `!${key}`;
    return `${key} ${operator.toLowerCase()} (${values?.join(',') ?? ''})`;
  });
  return [...equal, ...others].join(',') || none;
}

/** As kubernetes `pkg/printers/internalversion/printers.go` has them, 1.34; what is not here has NAME and AGE. */
const columns: Readonly<Record<string, readonly Column[]>> = {
  configmaps: [name, column<KubeObject>('Data', ({ data, binaryData }) => count(data) + count(binaryData)), age],
  'cronjobs.batch': [
    name,
    column<Wire<V1CronJob>>('Schedule', ({ spec }) => spec?.schedule),
    column<Wire<V1CronJob>>('Timezone', ({ spec }) => spec?.timeZone ?? none),
    column<Wire<V1CronJob>>('Suspend', ({ spec }) => (spec?.suspend ? 'True' : 'False'), 'boolean'),
    column<Wire<V1CronJob>>('Active', ({ status }) => status?.active?.length ?? 0, 'integer'),
    column<Wire<V1CronJob>>('Last Schedule', ({ status }) =>
      status?.lastScheduleTime ? since(status.lastScheduleTime) : none,
    ),
    age,
  ],
  'daemonsets.apps': [
    name,
    column<Wire<V1DaemonSet>>('Desired', ({ status }) => status?.desiredNumberScheduled ?? 0, 'integer'),
    column<Wire<V1DaemonSet>>('Current', ({ status }) => status?.currentNumberScheduled ?? 0, 'integer'),
    column<Wire<V1DaemonSet>>('Ready', ({ status }) => status?.numberReady ?? 0, 'integer'),
    column<Wire<V1DaemonSet>>('Up-to-date', ({ status }) => status?.updatedNumberScheduled ?? 0, 'integer'),
    column<Wire<V1DaemonSet>>('Available', ({ status }) => status?.numberAvailable ?? 0, 'integer'),
    column<Wire<V1DaemonSet>>('Node Selector', ({ spec }) => formatLabels(spec?.template.spec?.nodeSelector)),
    age,
    ...containers,
    selector,
  ],
  'deployments.apps': [
    name,
    column<Wire<V1Deployment>>('Ready', ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`),
    column<Wire<V1Deployment>>('Up-to-date', ({ status }) => status?.updatedReplicas ?? 0),
    column<Wire<V1Deployment>>('Available', ({ status }) => status?.availableReplicas ?? 0),
    age,
    ...containers,
    selector,
  ],
  endpoints: [name, column<Wire<V1Endpoints>>('Endpoints', endpoints), age],
  'endpointslices.discovery.k8s.io': [
    name,
    column<Wire<V1EndpointSlice>>('AddressType', ({ addressType }) => addressType),
    column<Wire<V1EndpointSlice>>('Ports', ({ ports }) => ports?.map(({ port }) => port ?? '*').join(',') || '<unset>'),
    column<Wire<V1EndpointSlice>>(
      'Endpoints',
      (slice) => slice.endpoints?.flatMap(({ addresses }) => addresses).join(',') || '<unset>',
    ),
    age,
  ],
  events: [
    column<Wire<CoreV1Event>>('Last Seen', (event) =>
      since(event.series?.lastObservedTime ?? event.lastTimestamp ?? firstSeen(event)),
    ),
    column<Wire<CoreV1Event>>('Type', ({ type }) => type ?? ''),
    column<Wire<CoreV1Event>>('Reason', ({ reason }) => reason ?? ''),
    column<Wire<CoreV1Event>>('Object', ({ involvedObject: { kind = '', name: target } }) =>
      target ? `${kind.toLowerCase()}/${target}` : kind.toLowerCase(),
    ),
    wide<Wire<CoreV1Event>>('Subobject', ({ involvedObject }) => involvedObject.fieldPath ?? ''),
    wide<Wire<CoreV1Event>>('Source', ({ source, reportingComponent, reportingInstance }) =>
      [source?.component || reportingComponent, source?.host || reportingInstance].filter(Boolean).join(', '),
    ),
    column<Wire<CoreV1Event>>('Message', ({ message }) => message?.trim() ?? ''),
    wide<Wire<CoreV1Event>>('First Seen', (event) => since(firstSeen(event))),
    wide<Wire<CoreV1Event>>('Count', ({ series, count: times }) => series?.count || times || 1),
    wide<Wire<CoreV1Event>>('Name', ({ metadata }) => metadata.name),
  ],
  'jobs.batch': [
    name,
    column<Wire<V1Job>>('Status', jobStatus),
    column<Wire<V1Job>>('Completions', ({ spec, status }) => {
      const succeeded = status?.succeeded ?? 0;
      if (spec?.completions !== undefined) return `${succeeded}/${spec.completions}`;
      return (spec?.parallelism ?? 0) > 1 ? `${succeeded}/1 of ${spec?.parallelism}` : `${succeeded}/1`;
    }),
    column<Wire<V1Job>>('Duration', ({ status }) => {
      if (!status?.startTime) return '';
      const end = status.completionTime ? Date.parse(status.completionTime) : Date.now();
      return humanDuration(end - Date.parse(status.startTime));
    }),
    age,
    ...containers,
    selector,
  ],
  'leases.coordination.k8s.io': [
    name,
    column<KubeObject>('Holder', ({ spec }) => (spec as { holderIdentity?: string } | undefined)?.holderIdentity ?? ''),
    age,
  ],
  namespaces: [
    name,
    column<KubeObject>('Status', ({ status }) => (status as { phase?: string } | undefined)?.phase),
    age,
  ],
  nodes: [
    name,
    column<Wire<V1Node>>('Status', ({ spec, status }) => {
      const ready = status?.conditions?.find(({ type }) => type === 'Ready');
      const state = ready ? (ready.status === 'True' ? 'Ready' : 'NotReady') : 'Unknown';
      return spec?.unschedulable ? `${state},SchedulingDisabled` : state;
    }),
    column<KubeObject>('Roles', ({ metadata }) => {
      const prefix = 'node-role.kubernetes.io/';
      const roles = Object.keys(metadata.labels ?? {}).filter((label) => label.startsWith(prefix));
      return (
        roles
          .map((label) => label.slice(prefix.length))
          .sort()
          .join(',') || none
      );
    }),
    age,
    column<Wire<V1Node>>('Version', ({ status }) => status?.nodeInfo?.kubeletVersion ?? ''),
    wide<Wire<V1Node>>('Internal-IP', (node) => nodeAddress(node, 'InternalIP')),
    wide<Wire<V1Node>>('External-IP', (node) => nodeAddress(node, 'ExternalIP')),
    wide<Wire<V1Node>>('OS-Image', ({ status }) => status?.nodeInfo?.osImage || '<unknown>'),
    wide<Wire<V1Node>>('Kernel-Version', ({ status }) => status?.nodeInfo?.kernelVersion || '<unknown>'),
    wide<Wire<V1Node>>('Container-Runtime', ({ status }) => status?.nodeInfo?.containerRuntimeVersion || '<unknown>'),
  ],
  pods: [
    name,
    column<Wire<V1Pod>>('Ready', (pod) => summarizePod(pod).ready),
    column<Wire<V1Pod>>('Status', (pod) => summarizePod(pod).status),
    column<Wire<V1Pod>>('Restarts', (pod) => summarizePod(pod).restarts),
    age,
    wide<Wire<V1Pod>>('IP', ({ status }) => status?.podIPs?.[0]?.ip ?? status?.podIP ?? none),
    wide<Wire<V1Pod>>('Node', ({ spec }) => spec?.nodeName || none),
    wide<Wire<V1Pod>>('Nominated Node', ({ status }) => status?.nominatedNodeName || none),
    wide<Wire<V1Pod>>('Readiness Gates', ({ spec, status }) => {
      const gates = spec?.readinessGates ?? [];
      const met = gates.filter(({ conditionType }) =>
        status?.conditions?.some(({ type, status: value }) => type === conditionType && value === 'True'),
      );
      return gates.length ? `${met.length}/${gates.length}` : none;
    }),
  ],
  'replicasets.apps': [
    name,
    column<Wire<V1ReplicaSet>>('Desired', ({ spec }) => spec?.replicas ?? 0, 'integer'),
    column<Wire<V1ReplicaSet>>('Current', ({ status }) => status?.replicas ?? 0, 'integer'),
    column<Wire<V1ReplicaSet>>('Ready', ({ status }) => status?.readyReplicas ?? 0, 'integer'),
    age,
    ...containers,
    selector,
  ],
  secrets: [
    name,
    column<KubeObject>('Type', ({ type }) => type),
    column<KubeObject>('Data', ({ data }) => count(data)),
    age,
  ],
  serviceaccounts: [name, column<KubeObject>('Secrets', ({ secrets }) => count(secrets)), age],
  services: [
    name,
    column<Wire<V1Service>>('Type', ({ spec }) => spec?.type),
    column<Wire<V1Service>>('Cluster-IP', ({ spec }) => spec?.clusterIPs?.[0] ?? none),
    column<Wire<V1Service>>('External-IP', externalAddress),
    column<Wire<V1Service>>(
      'Port(s)',
      ({ spec }) =>
        spec?.ports
          ?.map(({ port, nodePort, protocol }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol}`)
          .join(',') || none,
    ),
    age,
    wide<Wire<V1Service>>('Selector', ({ spec }) => formatLabels(spec?.selector)),
  ],
  'statefulsets.apps': [
    name,
    column<Wire<V1StatefulSet>>('Ready', ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`),
    age,
    ...containers,
  ],
};

const plain = [name, age];

export function columnsOf({ storage, custom }: ResourceType): readonly Column[] {
  return custom?.columns ?? columns[storage] ?? plain;
}

function count(items: unknown): number {
  return typeof items === 'object' && items !== null ? Object.keys(items).length : 0;
}

function firstSeen(event: Wire<CoreV1Event>): string | undefined {
  return event.firstTimestamp ?? event.eventTime;
}

function nodeAddress({ status }: Wire<V1Node>, type: string): string {
  return status?.addresses?.find((address) => address.type === type)?.address ?? none;
}

function endpoints({ subsets }: Wire<V1Endpoints>): string {
  const all = (subsets ?? []).flatMap(({ addresses, ports }) =>
    (addresses ?? []).flatMap(({ ip }) => (ports ?? []).map(({ port }) => `${ip}:${port}`)),
  );
  const more = all.length > 3 ? ` + ${all.length - 3} more...` : '';
  return all.slice(0, 3).join(',') + more || none;
}

function jobStatus({ metadata, status }: Wire<V1Job>): string {
  const holds = (type: string) => status?.conditions?.some((item) => item.type === type && item.status === 'True');
  if (holds('Complete')) return 'Complete';
  if (holds('Failed')) return 'Failed';
  if (metadata?.deletionTimestamp) return 'Terminating';
  return ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(holds) ?? 'Running';
}

function externalAddress({ spec, status }: Wire<V1Service>): string {
  if (spec?.type === 'ExternalName') return spec.externalName ?? none;
  const external = spec?.externalIPs?.join(',');
  if (spec?.type !== 'LoadBalancer') return external || none;
  const balanced = status?.loadBalancer?.ingress?.map(({ ip, hostname }) => ip ?? hostname).join(',');
  return [balanced, external].filter(Boolean).join(',') || '<pending>';
}
