import type { ClusterApi, KindMap } from '../api/cluster-api.ts';
import { setCondition } from './conditions.ts';
import { type ControllerContext, disposeAll } from './controller-context.ts';
import { createEventRecorder } from './event-recorder.ts';
import { fromKey, keyOf } from './owners.ts';
import { WorkQueue } from './work-queue.ts';

type Autoscaler = KindMap['HorizontalPodAutoscaler'];
type Condition = NonNullable<NonNullable<Autoscaler['status']>['conditions']>[number];
type Target = KindMap['Deployment' | 'ReplicaSet' | 'StatefulSet'];

const scalable = { Deployment: 'deployments.apps', ReplicaSet: 'replicasets.apps', StatefulSet: 'statefulsets.apps' };
type TargetKind = keyof typeof scalable;

/**
 * Keeps a target between its bounds. There is no metrics API, so that nothing within the bounds ever scales, and the
 * conditions say so in the words of kubernetes/pkg/controller/podautoscaler.
 */
export function startAutoscalerController({ api, onError }: ControllerContext): Disposable {
  const events = createEventRecorder(api, 'horizontal-pod-autoscaler');
  const queue = new WorkQueue(reconcile, onError);

  function reconcile(key: string): void {
    const autoscaler = api.get('HorizontalPodAutoscaler', fromKey(key));
    if (!autoscaler?.spec) return;
    const { kind, name } = autoscaler.spec.scaleTargetRef;
    const { namespace } = fromKey(key);
    const target = isScalable(kind) ? api.get(kind, { namespace, name }) : undefined;
    if (!target) {
      const resource = isScalable(kind) ? `${scalable[kind]} "${name}" not found` : `no matches for kind "${kind}"`;
      events.record('HorizontalPodAutoscaler', autoscaler, 'Warning', 'FailedGetScale', resource);
      const message = `the HPA controller was unable to get the target's current scale: ${resource}`;
      write(autoscaler, {}, [{ type: 'AbleToScale', status: 'False', reason: 'FailedGetScale', message }]);
      return;
    }
    const replicas = target.spec?.replicas ?? 1;
    if (replicas === 0) {
      const message = 'scaling is disabled since the replica count of the target is zero';
      const disabled = { type: 'ScalingActive', status: 'False', reason: 'ScalingDisabled', message };
      write(autoscaler, { currentReplicas: replicas }, [gotScale, disabled]);
      return;
    }
    const { minReplicas = 1, maxReplicas } = autoscaler.spec;
    if (replicas > maxReplicas) rescale(autoscaler, target, maxReplicas, 'above Spec.MaxReplicas');
    else if (replicas < minReplicas) rescale(autoscaler, target, minReplicas, 'below Spec.MinReplicas');
    else withoutMetrics(autoscaler, replicas);
  }

  function rescale(autoscaler: Autoscaler, target: Target, size: number, why: string): void {
    const kind = autoscaler.spec?.scaleTargetRef.kind as TargetKind;
    setReplicas(api, kind, target, size);
    const reason = `Current number of replicas ${why}`;
    events.record(
      'HorizontalPodAutoscaler',
      autoscaler,
      'Normal',
      'SuccessfulRescale',
      `New size: ${size}; reason: ${reason}`,
    );
    const message = `the HPA controller was able to update the target scale to ${size}`;
    write(autoscaler, { currentReplicas: target.spec?.replicas ?? 1, desiredReplicas: size }, [
      { type: 'AbleToScale', status: 'True', reason: 'SucceededRescale', message },
    ]);
  }

  function withoutMetrics(autoscaler: Autoscaler, currentReplicas: number): void {
    const resource = autoscaler.spec?.metrics?.[0]?.resource?.name ?? 'cpu';
    const cause = `failed to get ${resource} utilization: unable to get metrics for resource ${resource}: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)`;
    events.record('HorizontalPodAutoscaler', autoscaler, 'Warning', 'FailedGetResourceMetric', cause);
    const message = `the HPA was unable to compute the replica count: ${cause}`;
    write(autoscaler, { currentReplicas }, [
      gotScale,
      { type: 'ScalingActive', status: 'False', reason: 'FailedGetResourceMetric', message },
    ]);
  }

  function write(
    autoscaler: Autoscaler,
    counts: { currentReplicas?: number; desiredReplicas?: number },
    next: readonly Omit<Condition, 'lastTransitionTime'>[],
  ): void {
    const before = autoscaler.status;
    const conditions = next.reduce<Condition[]>(
      (list, condition) => setCondition<Condition>(list, condition),
      before?.conditions ?? [],
    );
    const status = { desiredReplicas: 0, currentMetrics: null as never, ...before, ...counts, conditions };
    if (JSON.stringify(status) !== JSON.stringify(before))
      api.updateStatus('HorizontalPodAutoscaler', { ...autoscaler, status });
  }

  const onTarget = (kind: TargetKind) =>
    api.watch(kind, ({ object }) => {
      for (const autoscaler of api.list('HorizontalPodAutoscaler', object.metadata?.namespace)) {
        const target = autoscaler.spec?.scaleTargetRef;
        if (target?.kind === kind && target.name === object.metadata?.name) queue.add(keyOf(autoscaler));
      }
    });

  return disposeAll(
    api.watch('HorizontalPodAutoscaler', ({ object }) => queue.add(keyOf(object))),
    onTarget('Deployment'),
    onTarget('StatefulSet'),
    queue,
  );
}

const gotScale = {
  type: 'AbleToScale',
  status: 'True',
  reason: 'SucceededGetScale',
  message: "the HPA controller was able to get the target's current scale",
};

function isScalable(kind: string): kind is TargetKind {
  return Object.hasOwn(scalable, kind);
}

function setReplicas(api: ClusterApi, kind: TargetKind, target: Target, replicas: number): void {
  api.update(kind, { ...target, spec: { ...target.spec, replicas } } as Target);
}
