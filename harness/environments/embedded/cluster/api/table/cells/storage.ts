import type { V1PersistentVolume, V1PersistentVolumeClaim, V1StorageClass } from '@kubernetes/client-node';
import type { Wire } from '../../wire.ts';
import type { Cells } from '../cells.ts';
import { age, cellsFor, unset } from '../formats.ts';

/** In the order in which they are printed. */
const modes: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};
const formerClass = 'volume.beta.kubernetes.io/storage-class';
const defaultMarks = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

export const storageCells: Readonly<Record<string, Cells>> = {
  persistentvolumeclaims: cellsFor<Wire<V1PersistentVolumeClaim>>((object) => {
    const { metadata, spec, status } = object;
    const volume = spec?.volumeName ?? '';
    return [
      metadata.name,
      metadata.deletionTimestamp ? 'Terminating' : status?.phase,
      volume,
      volume ? (status?.capacity?.storage ?? '0') : '',
      volume ? accessModes(status?.accessModes) : '',
      metadata.annotations?.[formerClass] ?? spec?.storageClassName ?? '',
      spec?.volumeAttributesClassName ?? unset,
      age(object),
      spec?.volumeMode ?? unset,
    ];
  }),
  persistentvolumes: cellsFor<Wire<V1PersistentVolume>>((object) => {
    const { metadata, spec, status } = object;
    return [
      metadata.name,
      spec?.capacity?.storage ?? '0',
      accessModes(spec?.accessModes),
      spec?.persistentVolumeReclaimPolicy,
      metadata.deletionTimestamp ? 'Terminating' : status?.phase,
      spec?.claimRef ? `${spec.claimRef.namespace ?? ''}/${spec.claimRef.name ?? ''}` : '',
      metadata.annotations?.[formerClass] ?? spec?.storageClassName ?? '',
      spec?.volumeAttributesClassName ?? unset,
      status?.reason ?? '',
      age(object),
      spec?.volumeMode ?? unset,
    ];
  }),
  'storageclasses.storage.k8s.io': cellsFor<Wire<V1StorageClass>>((object) => {
    const { metadata } = object;
    const isDefault = defaultMarks.some((mark) => metadata.annotations?.[mark] === 'true');
    return [
      isDefault ? `${metadata.name} (default)` : metadata.name,
      object.provisioner,
      object.reclaimPolicy ?? 'Delete',
      object.volumeBindingMode ?? 'Immediate',
      object.allowVolumeExpansion ?? false,
      age(object),
    ];
  }),
};

function accessModes(given: readonly string[] | undefined): string {
  return Object.entries(modes)
    .flatMap(([mode, short]) => (given?.includes(mode) ? short : []))
    .join(',');
}
