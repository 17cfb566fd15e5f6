import type { V1PersistentVolume, V1PersistentVolumeClaim, V1PersistentVolumeClaimSpec } from '@kubernetes/client-node';
import { setAzureDiskDefaults, setRbdDefaults, setScaleIoDefaults } from '../../defaults/pod-spec.ts';
import type { KubeObject } from '../../objects/kube-object.ts';
import { timestamp } from '../../objects/kube-object.ts';
import { persistentVolumeClaimWarnings } from '../../validation/claim-warnings.ts';
import { validatePersistentVolume } from '../../validation/persistent-volume.ts';
import { validateClaimSpec, validateClaimUpdate } from '../../validation/persistent-volume-claim.ts';
import { validatePersistentVolumeUpdate } from '../../validation/persistent-volume-update.ts';
import { persistentVolumeWarnings } from '../../validation/persistent-volume-warnings.ts';
import type { Wire } from '../../wire.ts';
import type { Strategy } from '../strategy.ts';

const volumeOf = (object: KubeObject) => object as unknown as Wire<V1PersistentVolume>;
const claimOf = (object: KubeObject) => object as unknown as Wire<V1PersistentVolumeClaim>;

/** Defaults as in kubernetes `pkg/apis/core/v1/defaults.go`, 1.34. */
export const persistentVolumeStrategy: Strategy = {
  validate: (object) => validatePersistentVolume(volumeOf(object)),
  validateUpdate: (next, current) => validatePersistentVolumeUpdate(volumeOf(next), volumeOf(current)),
  warnings: (object) => persistentVolumeWarnings(volumeOf(object)),
  setDefaults(object) {
    object.spec ??= {};
    const spec = volumeOf(object).spec ?? {};
    spec.persistentVolumeReclaimPolicy ||= 'Retain';
    spec.volumeMode ??= 'Filesystem';
    if (spec.hostPath) spec.hostPath.type ??= '';
    if (spec.iscsi) spec.iscsi.iscsiInterface ||= 'default';
    if (spec.rbd) setRbdDefaults(spec.rbd);
    if (spec.azureDisk) setAzureDiskDefaults(spec.azureDisk);
    if (spec.scaleIO) setScaleIoDefaults(spec.scaleIO);
  },
  prepareForCreate(object) {
    object.status = { phase: 'Pending', lastPhaseTransitionTime: timestamp() };
  },
};

export const persistentVolumeClaimStrategy: Strategy = {
  validate: (object) => validateClaimSpec('spec', claimOf(object).spec),
  validateUpdate: (next, current) => validateClaimUpdate(claimOf(next), claimOf(current)),
  warnings: (object) => persistentVolumeClaimWarnings(claimOf(object)),
  setDefaults(object) {
    object.spec ??= {};
    const spec = claimOf(object).spec ?? {};
    spec.volumeMode ??= 'Filesystem';
    spec.resources ??= {};
  },
  prepareForCreate(object) {
    object.status = { phase: 'Pending' };
    normalizeSources(claimOf(object).spec ?? {}, undefined);
  },
  prepareForUpdate: (next, current) => normalizeSources(claimOf(next).spec ?? {}, claimOf(current).spec),
};

type ClaimSpec = Wire<V1PersistentVolumeClaimSpec>;

/** One field in two forms. Source: kubernetes `pkg/api/persistentvolumeclaim`, 1.34. */
function normalizeSources(spec: ClaimSpec, before: ClaimSpec | undefined): void {
  // Feature CrossNamespaceVolumeDataSource is off.
  if (spec.dataSourceRef?.namespace && !before?.dataSourceRef) delete spec.dataSourceRef;
  const { dataSource, dataSourceRef } = spec;
  if (!before?.dataSource && !before?.dataSourceRef && !dataSourceRef && !isKnownSource(dataSource)) {
    delete spec.dataSource;
    return;
  }
  // Written also where it names no group.
  for (const source of [dataSource, dataSourceRef]) if (source) source.apiGroup ??= null as never;
  if (dataSource && !dataSourceRef) spec.dataSourceRef = { ...dataSource };
  if (dataSourceRef && !dataSource && !dataSourceRef.namespace) {
    const { apiGroup, kind, name } = dataSourceRef;
    spec.dataSource = { apiGroup, kind, name } as typeof dataSource & object;
  }
}

function isKnownSource(source: ClaimSpec['dataSource']): boolean {
  const group = source?.apiGroup ?? '';
  return (
    (source?.kind === 'PersistentVolumeClaim' && !group) ||
    (source?.kind === 'VolumeSnapshot' && group === 'snapshot.storage.k8s.io')
  );
}
