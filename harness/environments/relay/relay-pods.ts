import type { Pod } from '../../kubernetes/cluster-client.ts';
import { relayLabel, versionLabel } from './relay-objects.ts';

/** Whether a pod is a relay's, of whatever version. */
export function isRelayPod({ metadata }: Pod): boolean {
  return metadata?.labels?.[relayLabel] !== undefined;
}

/** The pods of a relay that are to stay: of its namespace and version, and not on their way out. */
export function relayPods(pods: readonly Pod[], namespace: string, version: string): Pod[] {
  return pods.filter(
    ({ metadata, status }) =>
      metadata?.namespace === namespace &&
      metadata.labels?.[versionLabel] === version &&
      metadata.deletionTimestamp === undefined &&
      status?.phase !== 'Failed' &&
      status?.phase !== 'Succeeded',
  );
}

/** Whether the relay's container runs. */
export function isRunning({ status }: Pod): boolean {
  return status?.containerStatuses?.some(({ state }) => state?.running !== undefined) ?? false;
}

const hopeless = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'InvalidImageName',
  'CrashLoopBackOff',
]);

/** Why a relay's pod will not start by waiting, in the cluster's words; undefined while it may. */
export function stuckReason({ metadata, status }: Pod): string | undefined {
  const waiting = status?.containerStatuses
    ?.map(({ state }) => state?.waiting)
    .find((state) => hopeless.has(state?.reason ?? ''));
  return waiting && `${metadata?.name}: ${waiting.reason}${waiting.message ? ` (${waiting.message})` : ''}`;
}
