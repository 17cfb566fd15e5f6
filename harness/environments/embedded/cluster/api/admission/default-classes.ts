import type { KubeObject } from '../objects/kube-object.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import type { ObjectStorage } from '../storage/object-storage.ts';

/** DefaultStorageClass and DefaultIngressClass: the class that the cluster marks as default, newest first, where none is named. */
export function giveDefaultClass(storage: ObjectStorage, type: ResourceType, object: KubeObject): void {
  const spec = object.spec as Record<string, unknown> | undefined;
  if (!spec) return;
  if (type.storage === 'persistentvolumeclaims' && spec.storageClassName === undefined) {
    if (object.metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] !== undefined) return;
    const chosen = marked(storage, 'storageclasses.storage.k8s.io', 'storageclass.kubernetes.io/is-default-class');
    if (chosen) spec.storageClassName = chosen.metadata.name;
  }
  if (type.storage === 'ingresses.networking.k8s.io' && spec.ingressClassName === undefined) {
    if (object.metadata.annotations?.['kubernetes.io/ingress.class'] !== undefined) return;
    const chosen = marked(storage, 'ingressclasses.networking.k8s.io', 'ingressclass.kubernetes.io/is-default-class');
    if (chosen) spec.ingressClassName = chosen.metadata.name;
  }
}

function marked(storage: ObjectStorage, name: string, annotation: string): KubeObject | undefined {
  const age = ({ metadata }: KubeObject) => metadata.creationTimestamp ?? '';
  return storage
    .list(name)
    .filter(({ metadata }) => metadata.annotations?.[annotation] === 'true')
    .sort((left, right) => age(right).localeCompare(age(left)))[0];
}
