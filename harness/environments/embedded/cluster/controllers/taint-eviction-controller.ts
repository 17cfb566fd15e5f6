import type { KindMap } from '../api/cluster-api.ts';
import { timestamp } from '../api/objects/kube-object.ts';
import { type Taint, type Toleration, tolerates } from '../scheduler/taints.ts';
import { type ControllerContext, disposeAll } from './controller-context.ts';
import { createEventRecorder } from './event-recorder.ts';
import { fromKey, keyOf } from './owners.ts';
import { isActive } from './pod-availability.ts';
import { WorkQueue } from './work-queue.ts';

type Pod = KindMap['Pod'];

/** Takes pods off a node whose NoExecute taint they do not tolerate. Source: kubernetes/pkg/controller/tainteviction. */
export function startTaintEvictionController({ api, pace, onError }: ControllerContext): Disposable {
  const events = createEventRecorder(api, 'taint-eviction-controller');
  const queue = new WorkQueue(reconcile, onError);
  const since = new Map<string, number>();

  function reconcile(key: string): void {
    const pod = api.get('Pod', fromKey(key));
    const taints = pod?.spec?.nodeName ? executing(pod.spec.nodeName) : [];
    if (!pod || !isActive(pod) || !taints.length) {
      since.delete(key);
      return;
    }
    const left = patience(taints, pod.spec?.tolerations ?? []);
    if (left === undefined) return;
    const start = since.get(key) ?? Date.now();
    since.set(key, start);
    const wait = start + pace.backOff(left * 1000) - Date.now();
    if (wait > 0) queue.addAfter(key, wait);
    else evict(pod);
  }

  function executing(name: string): Taint[] {
    const node = api.get('Node', { name });
    return (node?.spec?.taints ?? []).filter(({ effect }) => effect === 'NoExecute');
  }

  function evict(pod: Pod): void {
    events.record('Pod', pod, 'Normal', 'TaintManagerEviction', `Marking for deletion Pod ${keyOf(pod)}`);
    const target = {
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'DeletionByTaintManager',
      message: 'Taint manager: deleting due to NoExecute taint',
      lastTransitionTime: timestamp(),
    };
    api.updateStatus('Pod', {
      ...pod,
      status: { ...pod.status, conditions: [...(pod.status?.conditions ?? []), target] },
    });
    api.delete('Pod', fromKey(keyOf(pod)));
  }

  return disposeAll(
    api.watch('Node', ({ object }) => {
      for (const pod of api.list('Pod')) if (pod.spec?.nodeName === object.metadata?.name) queue.add(keyOf(pod));
    }),
    api.watch('Pod', ({ object }) => queue.add(keyOf(object))),
    queue,
  );
}

/** Seconds that the pod may stay; undefined: for ever. */
function patience(taints: readonly Taint[], tolerations: readonly Toleration[]): number | undefined {
  const using = taints.map((taint) => tolerations.filter((toleration) => tolerates([toleration], taint)));
  if (using.some((list) => !list.length)) return 0;
  const limits = using.flat().flatMap(({ tolerationSeconds }) => tolerationSeconds ?? []);
  return limits.length ? Math.max(0, Math.min(...limits)) : undefined;
}
