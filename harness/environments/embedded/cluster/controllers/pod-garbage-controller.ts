import type { KindMap } from '../api/cluster-api.ts';
import { timestamp } from '../api/objects/kube-object.ts';
import { type ControllerContext, disposeAll } from './controller-context.ts';
import { fromKey, keyOf } from './owners.ts';
import { isActive } from './pod-availability.ts';
import { WorkQueue } from './work-queue.ts';

/** Milliseconds that a node may be missing before its pods go. Source: `quarantineTime` in kubernetes/pkg/controller/podgc. */
const quarantine = 40_000;

/** Takes away pods of a node that is not there. Source: kubernetes/pkg/controller/podgc, `gcOrphaned`. */
export function startPodGarbageController({ api, pace, onError }: ControllerContext): Disposable {
  const queue = new WorkQueue(reconcile, onError);
  const missingSince = new Map<string, number>();

  function reconcile(key: string): void {
    const pod = api.get('Pod', fromKey(key));
    const node = pod?.spec?.nodeName;
    if (!pod || !node || api.get('Node', { name: node })) {
      missingSince.delete(key);
      return;
    }
    const since = missingSince.get(key) ?? Date.now();
    missingSince.set(key, since);
    const wait = since + pace.backOff(quarantine) - Date.now();
    if (wait > 0) queue.addAfter(key, wait);
    else remove(pod);
  }

  function remove(pod: KindMap['Pod']): void {
    if (isActive(pod)) {
      const target = {
        type: 'DisruptionTarget',
        status: 'True',
        reason: 'DeletionByPodGC',
        message: 'PodGC: node no longer exists',
        lastTransitionTime: timestamp(),
      };
      const conditions = [...(pod.status?.conditions ?? []), target];
      api.updateStatus('Pod', { ...pod, status: { ...pod.status, phase: 'Failed', conditions } });
    }
    api.delete('Pod', fromKey(keyOf(pod)), { gracePeriodSeconds: 0 });
  }

  return disposeAll(
    api.watch('Node', ({ type, object }) => {
      if (type !== 'DELETED') return;
      for (const pod of api.list('Pod')) if (pod.spec?.nodeName === object.metadata?.name) queue.add(keyOf(pod));
    }),
    api.watch('Pod', ({ object }) => queue.add(keyOf(object))),
    queue,
  );
}
