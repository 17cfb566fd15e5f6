import type { ClusterEvent, Pod } from '../kubernetes/cluster-client.ts';

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
export function heldByProbe({ metadata, spec, status }: Pod, events: readonly ClusterEvent[]): HeldByProbe | undefined {
  const containers = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  const statuses = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])];
  for (const { name, started, ready, state } of statuses) {
    const probe = started ? 'readiness' : 'startup';
    const settings = containers.find((container) => container.name === name)?.[`${probe}Probe`];
    if (!state?.running || ready || settings === undefined) continue;
    const { initialDelaySeconds = 0, periodSeconds = 10, failureThreshold = 3 } = settings;
    const seconds = initialDelaySeconds + periodSeconds * failureThreshold;
    const told = events.filter(
      ({ reason, involvedObject: { uid, fieldPath } }) =>
        reason === 'Unhealthy' && uid === metadata?.uid && fieldPath?.endsWith(`{${name}}`),
    );
    const consequence =
      probe === 'readiness'
        ? 'its readiness probe does not pass'
        : `its startup probe would kill it after ${seconds} s`;
    return { container: name, probe, consequence, lastAnswer: lastAnswer(told, probe) ?? 'no answer yet' };
  }
  return undefined;
}

/** From texts such as `Readiness probe failed: …` and `Readiness probe errored and resulted in unknown state: …`. */
function lastAnswer(events: readonly ClusterEvent[], probe: string): string | undefined {
  const pattern = new RegExp(`^${probe} probe (?:failed|errored and resulted in unknown state): (.*)$`, 'is');
  return events
    .map(({ message = '', lastTimestamp }) => ({
      time: Date.parse(lastTimestamp ?? '') || 0,
      text: pattern.exec(message)?.[1],
    }))
    .filter(({ text }) => text !== undefined)
    .sort((one, other) => one.time - other.time)
    .at(-1)?.text;
}
