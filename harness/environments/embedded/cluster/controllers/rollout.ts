import type { KindMap } from '../api/cluster-api.ts';

type Deployment = KindMap['Deployment'];
type ReplicaSet = KindMap['ReplicaSet'];

export interface RolloutLimits {
  readonly desired: number;
  /** Most pods at any time, old and new together. */
  readonly max: number;
  /** Most pods that may be unavailable. */
  readonly unavailable: number;
}

/** Source: `ResolveFenceposts`: surge is rounded up, unavailable down, and one of them is at least one. */
export function rolloutLimits({ spec }: Deployment): RolloutLimits {
  const desired = spec?.replicas ?? 1;
  if (spec?.strategy?.type === 'Recreate') return { desired, max: desired, unavailable: desired };
  const { maxSurge = '25%', maxUnavailable = '25%' } = spec?.strategy?.rollingUpdate ?? {};
  const surge = resolveShare(maxSurge, desired, Math.ceil);
  const unavailable = resolveShare(maxUnavailable, desired, Math.floor);
  return {
    desired,
    max: desired + surge,
    unavailable: surge === 0 && unavailable === 0 ? 1 : Math.min(unavailable, desired),
  };
}

/** A number, or a percentage of `total`. */
export function resolveShare(share: number | string, total: number, round: (value: number) => number): number {
  if (typeof share === 'number') return share;
  return share.endsWith('%') ? round((Number.parseFloat(share) * total) / 100) : Number(share);
}

/**
 * Sizes that the sets of a rolling update shall have next; `old` from the oldest on. Source: `reconcileNewReplicaSet` and
 * `reconcileOldReplicaSets`: pods of old sets that are not available go first, then as many as availability allows.
 */
export function rolloutSizes(
  deployment: Deployment,
  current: ReplicaSet,
  old: readonly ReplicaSet[],
): { set: ReplicaSet; replicas: number }[] {
  const { desired, max, unavailable } = rolloutLimits(deployment);
  const size = (set: ReplicaSet): number => set.spec?.replicas ?? 0;
  const total = [...old, current].reduce((sum, set) => sum + size(set), 0);
  const grown =
    size(current) >= desired ? desired : Math.max(size(current), Math.min(desired, size(current) + max - total));
  const sizes = [{ set: current, replicas: grown }];

  const newUnavailable = size(current) - (current.status?.availableReplicas ?? 0);
  let removable = total - (desired - unavailable) - newUnavailable;
  const left = new Map(old.map((set) => [set, size(set)]));
  for (const set of old) {
    const unhealthy = Math.max(0, size(set) - (set.status?.availableReplicas ?? 0));
    const removed = Math.max(0, Math.min(unhealthy, removable));
    left.set(set, size(set) - removed);
    removable -= removed;
  }
  const available = [...old, current].reduce((sum, set) => sum + (set.status?.availableReplicas ?? 0), 0);
  let spare = available - (desired - unavailable);
  for (const set of old) {
    const replicas = left.get(set) ?? 0;
    const removed = Math.max(0, Math.min(replicas, spare));
    left.set(set, replicas - removed);
    spare -= removed;
  }
  return [...sizes, ...[...left].map(([set, replicas]) => ({ set, replicas }))];
}
