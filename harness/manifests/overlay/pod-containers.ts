import type { V1Container, V1PodSpec } from '@kubernetes/client-node';

/** Containers and init containers of a spec as a user wrote it, which need not be lists, nor hold mappings. */
export function podContainers(spec: V1PodSpec): V1Container[] {
  return [spec.containers, spec.initContainers]
    .flatMap((list: unknown) => (Array.isArray(list) ? (list as unknown[]) : []))
    .filter((container) => typeof container === 'object' && container !== null) as V1Container[];
}
