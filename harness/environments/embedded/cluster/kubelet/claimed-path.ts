import { hostPath } from './host-path.ts';
import type { NodeFileSystem } from './node-file-system.ts';
import { VolumeError } from './volume-error.ts';
import type { VolumeContext } from './volume-files.ts';

/** Real path of the volume that a claim is bound to. Throws `VolumeError` for one that is not, or whose volume is elsewhere. */
export function claimedPath(node: NodeFileSystem, claimName: string, { api, pod }: VolumeContext): string {
  const namespace = pod.metadata?.namespace ?? '';
  const claim = api.get('PersistentVolumeClaim', { namespace, name: claimName });
  if (!claim) throw new VolumeError(`persistentvolumeclaim "${claimName}" not found`);
  const volume = api.get('PersistentVolume', { name: claim.spec?.volumeName ?? '' });
  if (!volume) throw new VolumeError(`PVC ${namespace}/${claimName} is not bound`);
  const place = volume.spec?.hostPath ?? volume.spec?.local;
  if (!place) throw new VolumeError('the embedded environment has persistent volumes of hostPath and local only');
  return hostPath(node, place.path, ('type' in place && place.type) || '');
}
