import type { V1PodSpec } from '@kubernetes/client-node';
import type { FieldSegments, ManifestObject } from './manifest.ts';

const templateKinds = new Set(['Deployment', 'DaemonSet', 'StatefulSet', 'ReplicaSet', 'ReplicationController', 'Job']);

/** Path of the pod spec in an object that makes pods; undefined for one that makes none. */
export function podSpecPath({ kind }: ManifestObject): FieldSegments | undefined {
  if (kind === 'Pod') return ['spec'];
  if (kind === 'CronJob') return ['spec', 'jobTemplate', 'spec', 'template', 'spec'];
  return templateKinds.has(kind) ? ['spec', 'template', 'spec'] : undefined;
}

/** The metadata of the pods that an object makes, the object's own (not a copy), made where it is absent; undefined where there is none. */
export function podMetadata(object: ManifestObject): ManifestObject['metadata'] | undefined {
  const path = podSpecPath(object)?.slice(0, -1);
  const template = path?.reduce<unknown>(
    (value, segment) => (value as Record<string, unknown> | undefined)?.[segment],
    object,
  ) as { metadata?: unknown } | undefined;
  if (typeof template !== 'object' || template === null) return undefined;
  template.metadata ??= {};
  return typeof template.metadata === 'object' ? (template.metadata as ManifestObject['metadata']) : undefined;
}

/** The pod spec of an object that makes pods, the object's own (not a copy); undefined where there is none. */
export function podSpec(object: ManifestObject): V1PodSpec | undefined {
  const path = podSpecPath(object);
  const spec = path?.reduce<unknown>(
    (value, segment) => (value as Record<string, unknown> | undefined)?.[segment],
    object,
  );
  return typeof spec === 'object' && spec !== null ? (spec as V1PodSpec) : undefined;
}
