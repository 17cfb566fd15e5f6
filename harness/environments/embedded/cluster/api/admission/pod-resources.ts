import type { V1Container, V1PodSpec } from '@kubernetes/client-node';

import { quantityNanos, sumQuantities } from '../objects/quantity.ts';
import type { Wire } from '../wire.ts';

/**
 * What a pod as a whole requests or is limited to: its containers and sidecars together, or an init container where that
 * wants more at its turn; and the overhead. Source: k8s.io/component-helpers `resource.PodRequests`, `PodLimits`.
 */
export function podResources(spec: Wire<V1PodSpec>, kind: 'requests' | 'limits'): Map<string, string> {
  const running = spec.containers.map((container) => listOf(container, kind));
  const sidecars: Readonly<Record<string, string>>[] = [];
  const peaks: Map<string, string>[] = [];
  for (const container of spec.initContainers ?? []) {
    const own = listOf(container, kind);
    if (container.restartPolicy === 'Always') sidecars.push(own);
    peaks.push(sum(container.restartPolicy === 'Always' ? sidecars : [...sidecars, own]));
  }
  const total = sum([...running, ...sidecars]);
  for (const [name, value] of peaks.flatMap((peak) => [...peak])) {
    const present = total.get(name);
    if (present === undefined || quantityNanos(value) > quantityNanos(present)) total.set(name, value);
  }
  for (const [name, value] of Object.entries(spec.resources?.[kind] ?? {})) total.set(name, value);
  for (const [name, value] of Object.entries(spec.overhead ?? {})) {
    const present = total.get(name);
    if (kind === 'requests' || present !== undefined) total.set(name, sumQuantities([present ?? '0', value]));
  }
  return total;
}

function listOf({ resources }: Wire<V1Container>, kind: 'requests' | 'limits'): Readonly<Record<string, string>> {
  return resources?.[kind] ?? {};
}

function sum(lists: readonly Readonly<Record<string, string>>[]): Map<string, string> {
  const total = new Map<string, string>();
  for (const [name, value] of lists.flatMap((list) => Object.entries(list))) {
    total.set(name, sumQuantities([total.get(name) ?? '0', value]));
  }
  return total;
}
