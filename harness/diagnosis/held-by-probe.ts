import type { ClusterEvent, Pod } from '../kubernetes/cluster-client.ts';
import { probeAnswer } from './probe-answer.ts';

/** The probe that keeps a container that runs from being ready. */
export interface HeldByProbe {
  readonly container: string;
  readonly probe: 'startup' | 'readiness';
  /** What comes of it, for people. */
  readonly consequence: string;
  /** The kubelet's words, such as `HTTP probe failed with statuscode: 503`. */
  readonly lastAnswer: string;
}

/** Of the pod's first container that runs and is not ready, as any cluster tells it; undefined when none does. */
export function heldByProbe(pod: Pod, events: readonly ClusterEvent[]): HeldByProbe | undefined {
  const { spec, status } = pod;
  const containers = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  const statuses = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])];
  for (const { name, started, ready, state } of statuses) {
    const probe = started ? 'readiness' : 'startup';
    const settings = containers.find((container) => container.name === name)?.[`${probe}Probe`];
    if (!state?.running || ready || settings === undefined) continue;
    const { initialDelaySeconds = 0, periodSeconds = 10, failureThreshold = 3 } = settings;
    const seconds = initialDelaySeconds + periodSeconds * failureThreshold;
    const consequence =
      probe === 'readiness'
        ? 'its readiness probe does not pass'
        : `its startup probe would kill it after ${seconds} s`;
    return {
      container: name,
      probe,
      consequence,
      lastAnswer: probeAnswer(pod, events, name, probe) ?? 'no answer yet',
    };
  }
  return undefined;
}
