import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import type { Wire } from '../wire.ts';
import { humanDuration } from './human-duration.ts';

type Status = Wire<V1ContainerStatus>;

export interface PodSummary {
  readonly ready: string;
  readonly status: string;
  readonly restarts: string;
}

/** READY, STATUS and RESTARTS of a pod. Source: `printPod` of kubernetes `pkg/printers/internalversion`, 1.34. */
export function summarizePod(pod: Wire<V1Pod>): PodSummary {
  const inits = pod.spec?.initContainers ?? [];
  const isSidecar = (name: string) => inits.some((init) => init.name === name && init.restartPolicy === 'Always');
  const total = (pod.spec?.containers.length ?? 0) + inits.filter((init) => init.restartPolicy === 'Always').length;
  const phase = pod.status?.phase ?? '';
  const conditions = pod.status?.conditions ?? [];
  let status = pod.status?.reason || phase;
  if (conditions.some(({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated')) {
    status = 'SchedulingGated';
  }
  const initStatuses = pod.status?.initContainerStatuses ?? [];
  const sidecars = initStatuses.filter(({ name }) => isSidecar(name));
  let ready = sidecars.filter((sidecar) => sidecar.started && sidecar.ready).length;
  let counted: readonly Status[] = initStatuses;
  const initializing = initializingReason(initStatuses, isSidecar, inits.length);
  if (initializing) status = initializing;
  if (!initializing || conditions.some(({ type, status: value }) => type === 'Initialized' && value === 'True')) {
    const statuses = pod.status?.containerStatuses ?? [];
    counted = [...sidecars, ...statuses];
    const running = statuses.filter((container) => container.ready && container.state?.running);
    ready += running.length;
    for (const container of [...statuses].reverse()) status = containerReason(container) ?? status;
    if (status === 'Completed' && running.length) {
      const isReady = conditions.some(({ type, status: value }) => type === 'Ready' && value === 'True');
      status = isReady ? 'Running' : 'NotReady';
    }
  }
  if (pod.metadata?.deletionTimestamp && phase !== 'Succeeded' && phase !== 'Failed') status = 'Terminating';
  return { ready: `${ready}/${total}`, status, restarts: restartText(counted) };
}

function initializingReason(
  statuses: readonly Status[],
  isSidecar: (name: string) => boolean,
  total: number,
): string | undefined {
  for (const [index, { name, state, started }] of statuses.entries()) {
    if (state?.terminated?.exitCode === 0 || (isSidecar(name) && started)) continue;
    if (state?.terminated) {
      const { reason, signal, exitCode } = state.terminated;
      return `Init:${reason || (signal ? `Signal:${signal}` : `ExitCode:${exitCode}`)}`;
    }
    const waiting = state?.waiting?.reason;
    return waiting && waiting !== 'PodInitializing' ? `Init:${waiting}` : `Init:${index}/${total}`;
  }
  return undefined;
}

function containerReason({ state }: Status): string | undefined {
  if (state?.waiting?.reason) return state.waiting.reason;
  if (!state?.terminated) return undefined;
  const { reason, signal, exitCode } = state.terminated;
  return reason || (signal ? `Signal:${signal}` : `ExitCode:${exitCode}`);
}

function restartText(statuses: readonly Status[]): string {
  const restarts = statuses.reduce((sum, { restartCount }) => sum + restartCount, 0);
  const last = Math.max(
    0,
    ...statuses.map(({ lastState }) => Date.parse(lastState?.terminated?.finishedAt ?? '') || 0),
  );
  return restarts && last ? `${restarts} (${humanDuration(Date.now() - last)} ago)` : String(restarts);
}
