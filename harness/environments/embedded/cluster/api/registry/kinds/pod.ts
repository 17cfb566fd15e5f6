import type { V1Pod } from '@kubernetes/client-node';
import { setPodDefaults, setPodSpecDefaults } from '../../defaults/pod-spec.ts';
import { type KubeObject, timestamp } from '../../objects/kube-object.ts';
import { parseQuantity } from '../../objects/quantity.ts';
import { validatePod, validatePodCreate, validatePodUpdate } from '../../validation/pod.ts';
import { podWarnings } from '../../validation/pod-warnings.ts';
import type { Wire } from '../../wire.ts';
import type { Strategy } from '../strategy.ts';

type Pod = Wire<V1Pod>;

export const podStrategy: Strategy = {
  setDefaults(object: KubeObject) {
    const pod = object as unknown as Pod;
    pod.spec ??= { containers: [] };
    const { spec } = pod;
    setPodSpecDefaults(spec);
    setPodDefaults(spec);
  },
  validate: (object) => validatePod(object as unknown as Pod),
  validateCreate: (object) => validatePodCreate(object as unknown as Pod),
  validateUpdate: (next, current) => validatePodUpdate(next as unknown as Pod, current as unknown as Pod),
  warnings: (object, current) => (current ? [] : podWarnings('', object as unknown as Pod)),
  prepareForCreate(object) {
    const pod = object as unknown as Pod;
    object.status = { phase: 'Pending', qosClass: qosClass(pod), ...gatedStatus(pod) };
  },
};

/** Source: kubernetes `applySchedulingGatedCondition`. */
function gatedStatus({ spec }: Pod): object {
  if (!spec?.schedulingGates?.length) return {};
  const message = 'Scheduling is blocked due to non-empty scheduling gates';
  const reason = { type: 'PodScheduled', status: 'False', reason: 'SchedulingGated', message };
  return { conditions: [{ ...reason, lastProbeTime: null, lastTransitionTime: timestamp() }] };
}

/** Source: kubernetes `pkg/apis/core/helper/qos`. */
export function qosClass(pod: Pod): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  // What the pod asks for as a whole counts alone.
  const containers = pod.spec?.resources
    ? [{ resources: pod.spec.resources }]
    : [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])];
  let any = false;
  let guaranteed = true;
  for (const { resources } of containers) {
    for (const name of ['cpu', 'memory']) {
      const limit = parseQuantity(resources?.limits?.[name] ?? '0')?.nanos ?? 0n;
      const request = parseQuantity(resources?.requests?.[name] ?? '0')?.nanos ?? 0n;
      if (limit > 0n || request > 0n) any = true;
      if (limit <= 0n || (request > 0n && request !== limit)) guaranteed = false;
    }
  }
  return !any ? 'BestEffort' : guaranteed ? 'Guaranteed' : 'Burstable';
}
