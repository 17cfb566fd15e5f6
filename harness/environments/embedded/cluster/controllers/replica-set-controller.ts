import type { KindMap } from '../api/cluster-api.ts';
import { setCondition } from './conditions.ts';
import { type ControllerContext, disposeAll } from './controller-context.ts';
import { createEventRecorder } from './event-recorder.ts';
import { FailedPodBackOff } from './failed-pod-back-off.ts';
import { controllerKey, fromKey, keyOf, ownedObjects, ownerReference } from './owners.ts';
import { isActive, isReady, untilAvailable } from './pod-availability.ts';
import { WorkQueue } from './work-queue.ts';

type ReplicaSet = KindMap['ReplicaSet'];
type Pod = KindMap['Pod'];

/** Keeps as many pods of a ReplicaSet as it asks for. Source: kubernetes/pkg/controller/replicaset. */
export function startReplicaSetController({ api, pace, onError }: ControllerContext): Disposable {
  const events = createEventRecorder(api, 'replicaset-controller');
  const queue = new WorkQueue(reconcile, onError);
  const backOff = new FailedPodBackOff(pace);
  /** How many failed pods of a set have been made anew. */
  const replaced = new Map<string, number>();

  function reconcile(key: string): void {
    const set = api.get('ReplicaSet', fromKey(key));
    if (!set) return;
    const all = ownedObjects(api, 'Pod', 'ReplicaSet', set, set.spec?.selector);
    const pods = all.filter(isActive);
    const failed = all.filter(({ status }) => status?.phase === 'Failed').length;
    const failure = set.metadata?.deletionTimestamp || waits(set, pods, failed) ? undefined : manage(set, pods);
    const owned = ownedObjects(api, 'Pod', 'ReplicaSet', set, undefined).filter(isActive);
    writeStatus(key, owned, failure);
  }

  /** Whether pods that are missing wait, for others have failed; the real controller makes them at once, without end. */
  function waits(set: ReplicaSet, pods: readonly Pod[], failed: number): boolean {
    const uid = set.metadata?.uid ?? '';
    if (pods.length >= (set.spec?.replicas ?? 1) || failed <= (replaced.get(uid) ?? 0)) return false;
    const wait = backOff.take(uid);
    if (wait > 0) queue.addAfter(keyOf(set), wait);
    else replaced.set(uid, failed);
    return wait > 0;
  }

  /** Returns why a pod could not be made. */
  function manage(set: ReplicaSet, pods: readonly Pod[]): string | undefined {
    const missing = (set.spec?.replicas ?? 1) - pods.length;
    for (let count = 0; count < missing; count++) {
      try {
        const pod = createPod(set);
        events.record('ReplicaSet', set, 'Normal', 'SuccessfulCreate', `Created pod: ${pod.metadata?.name}`);
      } catch (error) {
        const message = (error as Error).message;
        events.record('ReplicaSet', set, 'Warning', 'FailedCreate', `Error creating: ${message}`);
        // Refusals seldom pass by themselves: ask again later, as client-go's rate limiter would.
        queue.addAfter(keyOf(set), pace.backOff(10_000));
        return message;
      }
    }
    for (const pod of [...pods].sort(byDeletionRank).slice(0, Math.max(0, -missing))) {
      const { namespace = '', name = '' } = pod.metadata ?? {};
      api.delete('Pod', { namespace, name });
      events.record('ReplicaSet', set, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`);
    }
    return undefined;
  }

  function createPod(set: ReplicaSet): Pod {
    const { metadata, spec } = set.spec?.template ?? {};
    return api.create('Pod', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        ...(metadata?.labels && { labels: metadata.labels }),
        ...(metadata?.annotations && { annotations: metadata.annotations }),
        ...(metadata?.finalizers && { finalizers: metadata.finalizers }),
        generateName: `${set.metadata?.name}-`,
        ...(set.metadata?.namespace && { namespace: set.metadata.namespace }),
        ownerReferences: [ownerReference('ReplicaSet', set)],
      },
      ...(spec && { spec }),
    });
  }

  function writeStatus(key: string, pods: readonly Pod[], failure: string | undefined): void {
    const set = api.get('ReplicaSet', fromKey(key));
    if (!set) return;
    const waits = pods.map((pod) => untilAvailable(pod, pace.minReadySeconds(set.spec?.minReadySeconds)));
    const soonest = Math.min(...waits.filter((wait) => wait !== undefined && wait > 0).map(Number));
    if (Number.isFinite(soonest)) queue.addAfter(key, soonest);
    const ready = pods.filter(isReady).length;
    const available = waits.filter((wait) => wait === 0).length;
    const labels = Object.entries(set.spec?.template?.metadata?.labels ?? {});
    const labelled = pods.filter((pod) =>
      labels.every(([name, value]) => pod.metadata?.labels?.[name] === value),
    ).length;
    const others = (set.status?.conditions ?? []).filter(({ type }) => type !== 'ReplicaFailure');
    const conditions = failure
      ? setCondition(set.status?.conditions, {
          type: 'ReplicaFailure',
          status: 'True',
          reason: 'FailedCreate',
          message: failure,
        })
      : others;
    api.updateStatus('ReplicaSet', {
      ...set,
      status: {
        replicas: pods.length,
        ...(labelled && { fullyLabeledReplicas: labelled }),
        ...(ready && { readyReplicas: ready }),
        ...(available && { availableReplicas: available }),
        ...(set.metadata?.generation && { observedGeneration: set.metadata.generation }),
        ...(conditions.length && { conditions }),
      },
    });
  }

  return disposeAll(
    api.watch('ReplicaSet', ({ object }) => queue.add(keyOf(object))),
    api.watch('Pod', ({ object }) => {
      const key = controllerKey(object, 'ReplicaSet');
      if (key) queue.add(key);
    }),
    queue,
  );
}

/** Pods to delete first: without node, not ready, younger. Source: `controller.ActivePodsWithRanks`. */
function byDeletionRank(left: Pod, right: Pod): number {
  const rank = (pod: Pod): number => (pod.spec?.nodeName ? 2 : 0) + (isReady(pod) ? 1 : 0);
  const age = (pod: Pod): string => pod.metadata?.creationTimestamp ?? '';
  return rank(left) - rank(right) || age(right).localeCompare(age(left));
}
