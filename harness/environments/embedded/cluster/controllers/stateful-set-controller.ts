import type { KindMap } from '../api/cluster-api.ts';
import { type ControllerContext, disposeAll } from './controller-context.ts';
import { currentRevision } from './controller-revisions.ts';
import { createEventRecorder } from './event-recorder.ts';
import { FailedPodBackOff } from './failed-pod-back-off.ts';
import { controllerKey, fromKey, keyOf, ownedObjects } from './owners.ts';
import { isOver, isReady, untilAvailable } from './pod-availability.ts';
import { claimsOf, ordinalOf, statefulPod } from './stateful-pod.ts';
import { WorkQueue } from './work-queue.ts';

type StatefulSet = KindMap['StatefulSet'];
type Pod = KindMap['Pod'];

/** Keeps the pods of a StatefulSet, each with its name and claims, in their order. Source: kubernetes/pkg/controller/statefulset. */
export function startStatefulSetController({ api, pace, onError }: ControllerContext): Disposable {
  const events = createEventRecorder(api, 'statefulset-controller');
  const queue = new WorkQueue(reconcile, onError);
  const backOff = new FailedPodBackOff(pace);

  function reconcile(key: string): void {
    const set = api.get('StatefulSet', fromKey(key));
    if (!set) return;
    const revision = currentRevision(api, 'StatefulSet', set, set.spec?.template ?? {});
    const pods = ownedObjects(api, 'Pod', 'StatefulSet', set, set.spec?.selector);
    if (!set.metadata?.deletionTimestamp) manage(set, revision, pods);
    writeStatus(key, revision);
  }

  function manage(set: StatefulSet, revision: string, pods: readonly Pod[]): void {
    const ordered = set.spec?.podManagementPolicy !== 'Parallel';
    const first = set.spec?.ordinals?.start ?? 0;
    const end = first + (set.spec?.replicas ?? 1);
    const byOrdinal = new Map(pods.map((pod) => [ordinalOf(set, pod), pod]));
    for (let ordinal = first; ordinal < end; ordinal++) {
      const pod = byOrdinal.get(ordinal);
      const works = pod ? keep(set, pod) : create(set, ordinal, revision);
      if (!works && ordered) return;
    }
    const surplus = pods
      .filter((pod) => ordinalOf(set, pod) < first || ordinalOf(set, pod) >= end)
      .sort((left, right) => ordinalOf(set, right) - ordinalOf(set, left));
    for (const pod of surplus) {
      if (!pod.metadata?.deletionTimestamp) remove(set, pod);
      if (ordered) return;
    }
    rollOut(set, revision, byOrdinal, first, end);
  }

  /** Whether the pod does its work; one that has ended goes, so that the next pass makes it anew. */
  function keep(set: StatefulSet, pod: Pod): boolean {
    if (pod.metadata?.deletionTimestamp) return false;
    if (isOver(pod)) {
      const wait = backOff.take(`${set.metadata?.uid}/${pod.metadata?.name}`);
      if (wait > 0) {
        queue.addAfter(keyOf(set), wait);
        return false;
      }
      const message = `StatefulSet ${keyOf(set)} is recreating failed Pod ${pod.metadata?.name}`;
      events.record('StatefulSet', set, 'Warning', 'RecreatingFailedPod', message);
      remove(set, pod);
      return false;
    }
    return isReady(pod);
  }

  /** False: nothing is ready yet. */
  function create(set: StatefulSet, ordinal: number, revision: string): false {
    const pod = statefulPod(set, ordinal, revision);
    const subject = `Pod ${pod.metadata?.name} in StatefulSet ${set.metadata?.name}`;
    try {
      for (const claim of claimsOf(set, ordinal)) {
        if (api.get('PersistentVolumeClaim', fromKey(keyOf(claim)))) continue;
        api.create('PersistentVolumeClaim', claim);
        const message = `create Claim ${claim.metadata?.name} ${subject} success`;
        events.record('StatefulSet', set, 'Normal', 'SuccessfulCreate', message);
      }
      api.create('Pod', pod);
      events.record('StatefulSet', set, 'Normal', 'SuccessfulCreate', `create ${subject} successful`);
    } catch (error) {
      const message = `create ${subject} failed error: ${(error as Error).message}`;
      events.record('StatefulSet', set, 'Warning', 'FailedCreate', message);
      queue.addAfter(keyOf(set), pace.backOff(10_000));
    }
    return false;
  }

  function remove(set: StatefulSet, pod: Pod): void {
    api.delete('Pod', fromKey(keyOf(pod)));
    const message = `delete Pod ${pod.metadata?.name} in StatefulSet ${set.metadata?.name} successful`;
    events.record('StatefulSet', set, 'Normal', 'SuccessfulDelete', message);
  }

  /** From the highest ordinal down to the partition, one pod at a time, each once the one before works. */
  function rollOut(
    set: StatefulSet,
    revision: string,
    pods: ReadonlyMap<number, Pod>,
    first: number,
    end: number,
  ): void {
    const { type, rollingUpdate } = set.spec?.updateStrategy ?? {};
    if (type === 'OnDelete') return;
    for (let ordinal = end - 1; ordinal >= first + (rollingUpdate?.partition ?? 0); ordinal--) {
      const pod = pods.get(ordinal);
      if (!pod || pod.metadata?.deletionTimestamp) return;
      if (revisionOf(pod) !== revision) {
        remove(set, pod);
        return;
      }
      if (!isReady(pod)) return;
    }
  }

  function writeStatus(key: string, revision: string): void {
    const set = api.get('StatefulSet', fromKey(key));
    if (!set) return;
    const pods = ownedObjects(api, 'Pod', 'StatefulSet', set, undefined).filter((pod) => !isOver(pod));
    const waits = pods.map((pod) => untilAvailable(pod, pace.minReadySeconds(set.spec?.minReadySeconds)));
    const soonest = Math.min(...waits.filter((wait) => wait !== undefined && wait > 0).map(Number));
    if (Number.isFinite(soonest)) queue.addAfter(key, soonest);
    const updated = pods.filter((pod) => revisionOf(pod) === revision && !pod.metadata?.deletionTimestamp).length;
    const isComplete = updated === pods.length && pods.every(isReady);
    const current = isComplete ? revision : (set.status?.currentRevision ?? revision);
    const ready = pods.filter(isReady).length;
    const ofCurrent = pods.filter((pod) => revisionOf(pod) === current).length;
    api.updateStatus('StatefulSet', {
      ...set,
      status: {
        ...(set.metadata?.generation && { observedGeneration: set.metadata.generation }),
        replicas: pods.length,
        ...(ready && { readyReplicas: ready }),
        availableReplicas: waits.filter((wait) => wait === 0).length,
        ...(ofCurrent && { currentReplicas: ofCurrent }),
        ...(updated && { updatedReplicas: updated }),
        currentRevision: current,
        updateRevision: revision,
        collisionCount: 0,
      },
    });
  }

  return disposeAll(
    api.watch('StatefulSet', ({ object }) => queue.add(keyOf(object))),
    api.watch('Pod', ({ object }) => {
      const key = controllerKey(object, 'StatefulSet');
      if (key) queue.add(key);
    }),
    queue,
  );
}

function revisionOf({ metadata }: Pod): string | undefined {
  return metadata?.labels?.['controller-revision-hash'];
}
