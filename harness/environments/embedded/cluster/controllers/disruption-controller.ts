import type { KindMap } from '../api/cluster-api.ts';
import { labelSelectorMatches } from '../api/objects/label-selector.ts';
import { setCondition } from './conditions.ts';
import { type ControllerContext, disposeAll } from './controller-context.ts';
import { fromKey, keyOf } from './owners.ts';
import { isActive, isReady } from './pod-availability.ts';
import { resolveShare } from './rollout.ts';
import { WorkQueue } from './work-queue.ts';

type Budget = KindMap['PodDisruptionBudget'];
type Pod = KindMap['Pod'];

/** Counts how many pods of each PodDisruptionBudget may go. Source: kubernetes/pkg/controller/disruption. */
export function startDisruptionController({ api, onError }: ControllerContext): Disposable {
  const queue = new WorkQueue(reconcile, onError);

  function reconcile(key: string): void {
    const budget = api.get('PodDisruptionBudget', fromKey(key));
    if (!budget) return;
    const { namespace } = fromKey(key);
    const pods = api.list('Pod', namespace).filter((pod) => isActive(pod) && selects(budget, pod));
    const expectedPods = pods.length;
    const desiredHealthy = desired(budget, expectedPods);
    const currentHealthy = pods.filter(isReady).length;
    const disruptionsAllowed = Math.max(0, expectedPods ? currentHealthy - desiredHealthy : 0);
    const isAllowed = disruptionsAllowed > 0;
    api.updateStatus('PodDisruptionBudget', {
      ...budget,
      status: {
        ...budget.status,
        ...(budget.metadata?.generation && { observedGeneration: budget.metadata.generation }),
        disruptionsAllowed,
        currentHealthy,
        desiredHealthy,
        expectedPods,
        conditions: setCondition(budget.status?.conditions, {
          type: 'DisruptionAllowed',
          status: isAllowed ? 'True' : 'False',
          reason: isAllowed ? 'SufficientPods' : 'InsufficientPods',
          message: '',
          ...(budget.metadata?.generation && { observedGeneration: budget.metadata.generation }),
        }),
      },
    });
  }

  return disposeAll(
    api.watch('PodDisruptionBudget', ({ object }) => queue.add(keyOf(object))),
    api.watch('Pod', ({ object }) => {
      for (const budget of api.list('PodDisruptionBudget', object.metadata?.namespace)) {
        if (selects(budget, object)) queue.add(keyOf(budget));
      }
    }),
    queue,
  );
}

function selects({ spec }: Budget, { metadata }: Pod): boolean {
  return spec?.selector !== undefined && labelSelectorMatches(spec.selector, metadata?.labels);
}

/** Shares are rounded up. */
function desired({ spec }: Budget, expected: number): number {
  if (spec?.maxUnavailable !== undefined)
    return Math.max(0, expected - resolveShare(spec.maxUnavailable, expected, Math.ceil));
  return resolveShare(spec?.minAvailable ?? 1, expected, Math.ceil);
}
