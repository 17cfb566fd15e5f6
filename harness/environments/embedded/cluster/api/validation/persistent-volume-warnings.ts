import type { V1PersistentVolume } from '@kubernetes/client-node';
import type { Wire } from '../wire.ts';

const annotations: Readonly<Record<string, string>> = {
  'volume.beta.kubernetes.io/storage-class': 'deprecated since v1.8; use "storageClassName" attribute instead',
  'volume.beta.kubernetes.io/mount-options': 'deprecated since v1.31; use "mountOptions" attribute instead',
};

const plugins = [
  ['cephfs', 'cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  ['photonPersistentDisk', 'photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  ['scaleIO', 'scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  ['storageos', 'storageOS', 'deprecated in v1.22, non-functional in v1.25+'],
  ['glusterfs', 'glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  ['rbd', 'rbd', 'deprecated in v1.28, non-functional in v1.31+'],
] as const;

const recycle =
  'The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.';

/** Source: kubernetes `pkg/api/persistentvolume.GetWarningsForPersistentVolume`, 1.34. */
export function persistentVolumeWarnings({ metadata, spec }: Wire<V1PersistentVolume>): string[] {
  return [
    ...Object.entries(annotations).flatMap(([key, message]) =>
      metadata?.annotations?.[key] === undefined ? [] : [`metadata.annotations[${key}]: ${message}`],
    ),
    ...(spec?.persistentVolumeReclaimPolicy === 'Recycle' ? [`spec.persistentVolumeReclaimPolicy: ${recycle}`] : []),
    ...plugins.flatMap(([name, shown, message]) => (spec?.[name] ? [`spec.${shown}: ${message}`] : [])),
  ];
}
