import type { ClusterApi, KindMap } from '../api/cluster-api.ts';

/** Why no node can take a pod whose claims are not ready, in the words of plug-in `VolumeBinding`. */
export function claimFault(api: ClusterApi, { metadata, spec }: KindMap['Pod']): string | undefined {
  const volumes = (spec?.volumes ?? []).filter((volume) => volume.persistentVolumeClaim ?? volume.ephemeral);
  const names = volumes.map(
    ({ name, persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? `${metadata?.name}-${name}`,
  );
  const claims = names.map((name) => api.get('PersistentVolumeClaim', { namespace: metadata?.namespace ?? '', name }));
  const missing = claims.findIndex((claim) => !claim);
  if (missing >= 0)
    return volumes[missing]?.ephemeral
      ? `waiting for ephemeral volume controller to create the persistentvolumeclaim "${names[missing]}"`
      : `persistentvolumeclaim "${names[missing]}" not found`;
  const deleted = claims.find((claim) => claim?.metadata?.deletionTimestamp);
  if (deleted) return `persistentvolumeclaim "${deleted.metadata?.name}" is being deleted`;
  return claims.some((claim) => claim?.status?.phase !== 'Bound')
    ? 'pod has unbound immediate PersistentVolumeClaims'
    : undefined;
}
