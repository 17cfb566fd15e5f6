import type { KindMap } from '../api/cluster-api.ts';

type Pod = KindMap['Pod'];

/** Neither over nor being deleted. */
export function isActive(pod: Pod): boolean {
  return !pod.metadata?.deletionTimestamp && !isOver(pod);
}

export function isOver(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

export function isReady(pod: Pod): boolean {
  return readyCondition(pod)?.status === 'True';
}

/** Milliseconds until a ready pod counts as available; 0: it does; undefined: it is not ready. */
export function untilAvailable(pod: Pod, minReadySeconds: number): number | undefined {
  const condition = readyCondition(pod);
  if (condition?.status !== 'True') return undefined;
  if (!minReadySeconds) return 0;
  return Math.max(0, Date.parse(condition.lastTransitionTime ?? '') + minReadySeconds * 1000 - Date.now());
}

function readyCondition(pod: Pod) {
  return pod.status?.conditions?.find(({ type }) => type === 'Ready');
}
