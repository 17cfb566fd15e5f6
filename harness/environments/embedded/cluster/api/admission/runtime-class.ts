import type { V1PodSpec } from '@kubernetes/client-node';
import { forbidden } from '../objects/api-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import type { Wire } from '../wire.ts';

/** RuntimeClass: no such class is served here, so none is found. Source: kubernetes `plugin/pkg/admission/runtimeclass`. */
export function requireRuntimeClass(type: ResourceType, { metadata, spec }: KubeObject): void {
  const name = (spec as Wire<V1PodSpec> | undefined)?.runtimeClassName;
  if (name !== undefined)
    throw forbidden(type, metadata.name, `pod rejected: RuntimeClass ${JSON.stringify(name)} not found`);
}

/** The overhead of a pod is that of its class. */
export function refuseOverhead(type: ResourceType, { metadata, spec }: KubeObject): void {
  if (!(spec as Wire<V1PodSpec> | undefined)?.overhead) return;
  const detail = 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead';
  throw forbidden(type, metadata.name, detail);
}
