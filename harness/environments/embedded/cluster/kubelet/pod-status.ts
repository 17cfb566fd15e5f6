import { timestamp } from '../api/objects/kube-object.ts';
import type { ContainerState } from './container-state.ts';
import type { Pod } from './pod-context.ts';

type PodStatus = NonNullable<Pod['status']>;
type Condition = NonNullable<PodStatus['conditions']>[number];

export interface PodFacts {
  readonly pod: Pod;
  readonly init: readonly ContainerState[];
  readonly main: readonly ContainerState[];
  readonly ip: string | undefined;
  readonly hostIP: string;
  readonly startTime: string;
  /** Every container has ended, and none will start again. */
  readonly ended: boolean;
  /** Why the pod was ended from outside its containers. */
  readonly failure: { readonly reason: string; readonly message: string } | undefined;
}

/** The status of a pod, as the kubelet's `generateAPIPodStatus` derives it from its containers. */
export function podStatus(facts: PodFacts): PodStatus {
  const { pod, init, main, ip, hostIP, startTime, failure } = facts;
  const phase = podPhase(facts);
  const conditions = podConditions(facts, phase);
  const observed = pod.metadata?.generation && { observedGeneration: pod.metadata.generation };
  return {
    ...pod.status,
    ...observed,
    phase,
    ...(failure && { reason: failure.reason, message: failure.message }),
    conditions: withTransitionTimes(pod.status?.conditions ?? [], conditions),
    hostIP,
    hostIPs: [{ ip: hostIP }],
    ...(ip && { podIP: ip, podIPs: [{ ip }] }),
    startTime: pod.status?.startTime ?? startTime,
    qosClass: pod.status?.qosClass ?? qosClass(pod),
    ...(init.length && { initContainerStatuses: init.map((worker) => worker.status()) }),
    containerStatuses: main.map((worker) => worker.status()),
  };
}

function podPhase({ pod, init, main, ended, failure }: PodFacts): string {
  if (failure && ended) return 'Failed';
  const policy = pod.spec?.restartPolicy ?? 'Always';
  const initFailed = init.some(({ role, terminated }) => role === 'init' && terminated && terminated.exitCode !== 0);
  if (ended) {
    const failed = initFailed || main.some(({ terminated }) => terminated?.exitCode !== 0);
    return failed ? 'Failed' : 'Succeeded';
  }
  if (initFailed && policy === 'Never') return 'Failed';
  if (!isInitialized(init)) return 'Pending';
  const statuses = main.map((worker) => worker.status());
  const waiting = statuses.some(({ state, lastState }) => state?.waiting && !lastState?.terminated);
  return waiting ? 'Pending' : 'Running';
}

function isInitialized(init: readonly ContainerState[]): boolean {
  return init.every((worker) => (worker.role === 'init' ? worker.ready : worker.started));
}

function podConditions({ pod, init, main, ip, ended }: PodFacts, phase: string): Condition[] {
  const sidecars = init.filter(({ role }) => role === 'sidecar');
  const incomplete = init.filter((worker) => (worker.role === 'init' ? !worker.ready : !worker.started));
  const unready = [...sidecars, ...main].filter((worker) => !worker.ready);
  const gates = pod.spec?.readinessGates ?? [];
  const held = gates.filter(
    ({ conditionType }) => pod.status?.conditions?.find(({ type }) => type === conditionType)?.status !== 'True',
  );
  const over = phase === 'Succeeded' ? 'PodCompleted' : phase === 'Failed' ? 'PodFailed' : undefined;
  const containersReady: Omit<Condition, 'type'> = over
    ? { status: 'False', reason: over }
    : unready.length
      ? {
          status: 'False',
          reason: 'ContainersNotReady',
          message: `containers with unready status: [${names(unready)}]`,
        }
      : { status: 'True' };
  const ready: Omit<Condition, 'type'> =
    containersReady.status === 'True' && held.length
      ? {
          status: 'False',
          reason: 'ReadinessGatesNotReady',
          message: held
            .map(
              ({ conditionType }) => `corresponding condition of pod readiness gate "${conditionType}" does not exist.`,
            )
            .join(', '),
        }
      : containersReady;
  const initialized: Omit<Condition, 'type'> =
    incomplete.length && phase !== 'Succeeded'
      ? {
          status: 'False',
          reason: 'ContainersNotInitialized',
          message: `containers with incomplete status: [${names(incomplete)}]`,
        }
      : { status: 'True', ...(phase === 'Succeeded' && { reason: 'PodCompleted' }) };
  return [
    { type: 'PodReadyToStartContainers', status: ip && !ended && !over ? 'True' : 'False' },
    { type: 'Initialized', ...initialized },
    { type: 'Ready', ...ready },
    { type: 'ContainersReady', ...containersReady },
    { type: 'PodScheduled', status: 'True' },
  ];
}

function names(workers: readonly ContainerState[]): string {
  return workers.map(({ container }) => container.name).join(' ');
}

/** `lastTransitionTime` moves only with the status; conditions of others stay. */
function withTransitionTimes(before: readonly Condition[], next: readonly Condition[]): Condition[] {
  const foreign = before.filter(({ type }) => !next.some((condition) => condition.type === type));
  const timed = next.map((condition) => {
    const same = before.find(({ type, status }) => type === condition.type && status === condition.status);
    return { ...condition, lastTransitionTime: same?.lastTransitionTime ?? timestamp() };
  });
  return [...timed, ...foreign];
}

export function qosClass({ spec }: Pod): string {
  const containers = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  const resources = containers.map((container) => container.resources ?? {});
  const keys = ['cpu', 'memory'];
  if (resources.every(({ requests, limits }) => keys.every((key) => !requests?.[key] && !limits?.[key])))
    return 'BestEffort';
  const guaranteed = resources.every(({ requests, limits }) =>
    keys.every((key) => limits?.[key] && (requests?.[key] ?? limits[key]) === limits[key]),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}
