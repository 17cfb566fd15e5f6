import type { V2HorizontalPodAutoscaler, V2HPAScalingRules } from '@kubernetes/client-node';
import { validateHorizontalPodAutoscaler } from '../../validation/autoscaling.ts';
import type { Wire } from '../../wire.ts';
import type { Strategy } from '../strategy.ts';

type ScalingRules = Wire<V2HPAScalingRules>;

/** Defaults as in kubernetes `pkg/apis/autoscaling/v2/defaults.go`, 1.34. */
export const horizontalPodAutoscalerStrategy: Strategy = {
  setDefaults(object) {
    object.spec ??= {};
    const { spec } = object as unknown as Required<Wire<V2HorizontalPodAutoscaler>>;
    spec.minReplicas ??= 1;
    const cpu = { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } };
    if (!spec.metrics?.length) spec.metrics = [{ type: 'Resource', resource: cpu }];
    if (!spec.behavior) return;
    // The feature HPAConfigurableTolerance is switched off.
    delete spec.behavior.scaleUp?.tolerance;
    delete spec.behavior.scaleDown?.tolerance;
    const all = { type: 'Percent', value: 100, periodSeconds: 15 };
    const up = [{ type: 'Pods', value: 4, periodSeconds: 15 }, all];
    spec.behavior.scaleUp = scalingRules({ stabilizationWindowSeconds: 0, policies: up }, spec.behavior.scaleUp);
    spec.behavior.scaleDown = scalingRules({ policies: [all] }, spec.behavior.scaleDown);
  },
  prepareForCreate(object) {
    object.status = { desiredReplicas: 0, currentMetrics: null };
  },
  validate: (object) => validateHorizontalPodAutoscaler(object as unknown as Wire<V2HorizontalPodAutoscaler>),
};

function scalingRules(defaults: ScalingRules, given: ScalingRules = {}): ScalingRules {
  return { selectPolicy: 'Max', ...defaults, ...given };
}
