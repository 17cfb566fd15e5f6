import type { KindMap } from '../api/cluster-api.ts';
import { timestamp } from '../api/objects/kube-object.ts';
import { setCondition } from './conditions.ts';
import { rolloutLimits } from './rollout.ts';

type Deployment = KindMap['Deployment'];
type ReplicaSet = KindMap['ReplicaSet'];
type Status = NonNullable<Deployment['status']>;
type Condition = NonNullable<Status['conditions']>[number];
type Verdict = Pick<Condition, 'status' | 'reason' | 'message'>;

/** Counts and conditions of a Deployment. Reasons and messages: kubernetes/pkg/controller/deployment `progress.go`, `sync.go`. */
export function deploymentStatus(
  deployment: Deployment,
  current: ReplicaSet | undefined,
  sets: readonly ReplicaSet[],
): Status {
  const total = (count: (status: NonNullable<ReplicaSet['status']>) => number | undefined): number =>
    sets.reduce((sum, { status }) => sum + ((status && count(status)) ?? 0), 0);
  const { desired, unavailable } = rolloutLimits(deployment);
  const replicas = total((status) => status.replicas);
  const ready = total((status) => status.readyReplicas);
  const available = total((status) => status.availableReplicas);
  const updated = current?.status?.replicas ?? 0;
  const missing = Math.max(0, sets.reduce((sum, { spec }) => sum + (spec?.replicas ?? 0), 0) - available);
  const counts = {
    ...(deployment.metadata?.generation && { observedGeneration: deployment.metadata.generation }),
    ...(replicas && { replicas }),
    ...(updated && { updatedReplicas: updated }),
    ...(ready && { readyReplicas: ready }),
    ...(available && { availableReplicas: available }),
    ...(missing && { unavailableReplicas: missing }),
  };
  const complete = updated === desired && replicas === desired && available === desired;
  const minimum = available >= desired - unavailable;
  const moved = (['replicas', 'updatedReplicas', 'readyReplicas', 'availableReplicas'] as const).some(
    (field) => (counts[field] ?? 0) > (deployment.status?.[field] ?? 0),
  );
  let conditions = withCondition(deployment.status?.conditions, 'Available', availability(minimum));
  conditions = withProgress(conditions, deployment, current, complete, moved);
  const failure = current?.status?.conditions?.find(({ type }) => type === 'ReplicaFailure');
  if (failure) conditions = withCondition(conditions, 'ReplicaFailure', failure);
  else conditions = conditions.filter(({ type }) => type !== 'ReplicaFailure');
  return { ...counts, conditions };
}

/** Milliseconds until the progress deadline has to be looked at; undefined: there is nothing to wait for. */
export function isProgressOverdue({ spec }: Deployment, { conditions }: Status): number | undefined {
  const progress = conditions?.find(({ type }) => type === 'Progressing');
  if (!progress || progress.status === 'False' || progress.reason === 'NewReplicaSetAvailable') return undefined;
  const deadline = Date.parse(progress.lastUpdateTime ?? '') + (spec?.progressDeadlineSeconds ?? 600) * 1000;
  return Math.max(0, deadline - Date.now()) + 1000;
}

function availability(minimum: boolean): Verdict {
  return minimum
    ? { status: 'True', reason: 'MinimumReplicasAvailable', message: 'Deployment has minimum availability.' }
    : {
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      };
}

function withProgress(
  conditions: readonly Condition[],
  deployment: Deployment,
  current: ReplicaSet | undefined,
  complete: boolean,
  moved: boolean,
): Condition[] {
  const name = current?.metadata?.name ?? '';
  const before = conditions.find(({ type }) => type === 'Progressing');
  if (deployment.spec?.paused) {
    const verdict = { status: 'Unknown', reason: 'DeploymentPaused', message: 'Deployment is paused' };
    return withCondition(conditions, 'Progressing', verdict);
  }
  if (complete) {
    const message = `ReplicaSet "${name}" has successfully progressed.`;
    return withCondition(conditions, 'Progressing', { status: 'True', reason: 'NewReplicaSetAvailable', message });
  }
  const sameRollout = before?.message?.includes(`"${name}"`) ?? false;
  // A finished rollout that loses a pod is not rolled out anew.
  if (sameRollout && before?.reason === 'NewReplicaSetAvailable') return [...conditions];
  if (!sameRollout) {
    const message = `Created new replica set "${name}"`;
    return withCondition(conditions, 'Progressing', { status: 'True', reason: 'NewReplicaSetCreated', message });
  }
  if (moved) {
    const message = `ReplicaSet "${name}" is progressing.`;
    return withCondition(conditions, 'Progressing', { status: 'True', reason: 'ReplicaSetUpdated', message });
  }
  const limit = (deployment.spec?.progressDeadlineSeconds ?? 600) * 1000;
  if (Date.now() - Date.parse(before?.lastUpdateTime ?? '') < limit) return [...conditions];
  const message = `ReplicaSet "${name}" has timed out progressing.`;
  return withCondition(conditions, 'Progressing', { status: 'False', reason: 'ProgressDeadlineExceeded', message });
}

function withCondition(conditions: readonly Condition[] | undefined, type: string, verdict: Verdict): Condition[] {
  const { status, reason = '', message = '' } = verdict;
  const before = conditions?.find((condition) => condition.type === type);
  const same = before?.status === status && before.reason === reason && before.message === message;
  if (before && same && reason !== 'ReplicaSetUpdated') return [...(conditions ?? [])];
  return setCondition<Condition>(conditions, { type, status, reason, message, lastUpdateTime: timestamp() });
}
