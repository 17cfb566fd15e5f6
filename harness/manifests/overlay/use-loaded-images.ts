import type { V1PodSpec } from '@kubernetes/client-node';
import { podContainers } from './pod-containers.ts';

const latest = /:latest$|^[^@]*\/[^:@/]+$|^[^:@/]+$/;

/**
 * Keeps the kubelet from pulling what lies on the node already. Only where it would: with `Always`, written out or by the
 * rule for `:latest` and for no tag. `Never` stays the user's.
 */
export function useLoadedImages(spec: V1PodSpec, isLoaded: (image: string) => boolean): void {
  for (const container of podContainers(spec)) {
    const { image, imagePullPolicy } = container;
    if (typeof image !== 'string' || !isLoaded(image)) continue;
    const pulls = imagePullPolicy === 'Always' || (imagePullPolicy === undefined && latest.test(image));
    if (pulls) container.imagePullPolicy = 'IfNotPresent';
  }
}
