import { protectionFinalizers } from '../api/admission/protect-while-in-use.ts';
import type { Kind, KindMap } from '../api/cluster-api.ts';
import { type ControllerContext, disposeAll } from './controller-context.ts';
import { fromKey, keyOf } from './owners.ts';
import { WorkQueue } from './work-queue.ts';

/**
 * Lets go of deleted claims that no pod has any more, and of deleted volumes that no claim has. Source:
 * kubernetes/pkg/controller/volume/pvcprotection and pvprotection.
 */
export function startProtectionController({ api, onError }: ControllerContext): Disposable {
  const claims = new WorkQueue(releaseClaim, onError);
  const volumes = new WorkQueue(releaseVolume, onError);

  function releaseClaim(key: string): void {
    const claim = api.get('PersistentVolumeClaim', fromKey(key));
    if (!claim?.metadata?.deletionTimestamp) return;
    const { name, namespace } = claim.metadata;
    const isUsed = api.list('Pod', namespace).some((pod) => pod.spec?.nodeName && claimsOf(pod).includes(name ?? ''));
    if (!isUsed) letGo('PersistentVolumeClaim', claim, protectionFinalizers.persistentvolumeclaims);
  }

  function releaseVolume(name: string): void {
    const volume = api.get('PersistentVolume', { name });
    if (!volume?.metadata?.deletionTimestamp || volume.status?.phase === 'Bound') return;
    letGo('PersistentVolume', volume, protectionFinalizers.persistentvolumes);
  }

  function letGo<K extends Kind>(kind: K, object: KindMap[K], finalizer: string | undefined): void {
    const finalizers = object.metadata?.finalizers ?? [];
    if (finalizer === undefined || !finalizers.includes(finalizer)) return;
    const metadata = { ...object.metadata, finalizers: finalizers.filter((item) => item !== finalizer) };
    api.update(kind, { ...object, metadata });
  }

  return disposeAll(
    api.watch('PersistentVolumeClaim', ({ object }) => claims.add(keyOf(object))),
    api.watch('PersistentVolume', ({ object }) => volumes.add(object.metadata?.name ?? '')),
    api.watch('Pod', ({ type, object }) => {
      if (type !== 'DELETED') return;
      for (const name of claimsOf(object)) claims.add(`${object.metadata?.namespace}/${name}`);
    }),
    claims,
    volumes,
  );
}

/** Names of the claims that a pod mounts, those of its own included. */
function claimsOf({ metadata, spec }: KindMap['Pod']): string[] {
  return (spec?.volumes ?? []).flatMap(({ name, persistentVolumeClaim, ephemeral }) => {
    if (persistentVolumeClaim) return persistentVolumeClaim.claimName;
    return ephemeral ? `${metadata?.name}-${name}` : [];
  });
}
