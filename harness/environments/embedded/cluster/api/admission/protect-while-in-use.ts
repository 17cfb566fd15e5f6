import type { KubeObject } from '../objects/kube-object.ts';
import type { ResourceType } from '../registry/resource-type.ts';

/** What keeps a volume or a claim that is deleted until nobody uses it, by storage. */
export const protectionFinalizers: Readonly<Record<string, string>> = {
  persistentvolumeclaims: 'kubernetes.io/pvc-protection',
  persistentvolumes: 'kubernetes.io/pv-protection',
};

/** StorageObjectInUseProtection. */
export function protectWhileInUse({ storage }: ResourceType, { metadata }: KubeObject): void {
  const finalizer = protectionFinalizers[storage];
  if (finalizer === undefined || metadata.finalizers?.includes(finalizer)) return;
  metadata.finalizers = [...(metadata.finalizers ?? []), finalizer];
}
