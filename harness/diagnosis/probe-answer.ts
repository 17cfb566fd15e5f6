import type { ClusterEvent, Pod } from '../kubernetes/cluster-client.ts';

/**
 * What a kubelet heard last from a container's probe, in its words, such as `HTTP probe failed with statuscode: 503`; undefined where it
 * told nothing. Its events read `Readiness probe failed: …` or `Readiness probe errored and resulted in unknown state: …`.
 */
export function probeAnswer(
  { metadata }: Pod,
  events: readonly ClusterEvent[],
  container: string,
  probe: 'startup' | 'readiness',
): string | undefined {
  const pattern = new RegExp(`^${probe} probe (?:failed|errored and resulted in unknown state): (.*)$`, 'is');
  return events
    .filter(
      ({ reason, involvedObject: { uid, fieldPath } }) =>
        reason === 'Unhealthy' && uid === metadata?.uid && fieldPath?.endsWith(`{${container}}`),
    )
    .map(({ message = '', lastTimestamp }) => ({
      time: Date.parse(lastTimestamp ?? '') || 0,
      text: pattern.exec(message)?.[1],
    }))
    .filter(({ text }) => text !== undefined)
    .sort((one, other) => one.time - other.time)
    .at(-1)?.text;
}
