import { conflict } from '../objects/api-error.ts';
import { cloneJson } from '../objects/json.ts';
import { timestamp } from '../objects/kube-object.ts';
import type { Registry } from './registry.ts';
import { resourceTypeOfKind } from './resource-type.ts';

/** Binds a pod to a node, once. Throws ApiError: NotFound, Conflict when it is bound already or going. */
export function bindPod(registry: Registry, pod: { namespace?: string; name: string }, nodeName: string): void {
  const type = resourceTypeOfKind('Pod');
  if (!type) throw new Error('The resource table holds no pods: generate openapi/kubernetes-1.34.json anew.');
  const next = cloneJson(registry.get(type, pod));
  const spec = next.spec as { nodeName?: string };
  if (next.metadata.deletionTimestamp) {
    throw conflict(type, pod.name, `pod ${pod.name} is being deleted, cannot be assigned to a host`);
  }
  if (spec.nodeName) throw conflict(type, pod.name, `pod ${pod.name} is already assigned to node "${spec.nodeName}"`);
  spec.nodeName = nodeName;
  const status = (next.status ?? {}) as { conditions?: { type: string }[] };
  const rest = (status.conditions ?? []).filter((condition) => condition.type !== 'PodScheduled');
  const scheduled = { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: timestamp() };
  next.status = { ...status, conditions: [...rest, scheduled] };
  registry.storage.put(type.storage, next);
}
