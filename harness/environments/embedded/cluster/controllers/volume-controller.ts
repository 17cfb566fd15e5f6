import type { KindMap } from '../api/cluster-api.ts';
import { quantityNanos } from '../api/objects/quantity.ts';
import { type ControllerContext, disposeAll } from './controller-context.ts';
import { createEventRecorder } from './event-recorder.ts';
import { fromKey, keyOf } from './owners.ts';
import { WorkQueue } from './work-queue.ts';

type Claim = KindMap['PersistentVolumeClaim'];
type Volume = KindMap['PersistentVolume'];

/** The provisioner of class `standard`: a folder of the node for each claim. */
const provisioner = 'kubernetes.io/host-path';
const defaultClass = 'storageclass.kubernetes.io/is-default-class';

/**
 * Binds claims to volumes that fit, and makes volumes for class `standard`, which the cluster has as kind has it. Source:
 * kubernetes/pkg/controller/volume/persistentvolume, `syncUnboundClaim`.
 */
export function startVolumeController({ api, onError }: ControllerContext): Disposable {
  const events = createEventRecorder(api, 'persistentvolume-controller');
  const queue = new WorkQueue(reconcile, onError);
  createStandardClass();

  function createStandardClass(): void {
    if (api.get('StorageClass', { name: 'standard' })) return;
    api.create('StorageClass', {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'standard', annotations: { [defaultClass]: 'true' } },
      provisioner,
    });
  }

  function reconcile(key: string): void {
    const claim = api.get('PersistentVolumeClaim', fromKey(key));
    if (!claim) {
      releaseVolumes(key);
      return;
    }
    if (claim.metadata?.deletionTimestamp || claim.status?.phase === 'Bound') return;
    const fallback = claim.spec?.storageClassName === undefined ? defaultClassName() : undefined;
    if (fallback) {
      api.update('PersistentVolumeClaim', { ...claim, spec: { ...claim.spec, storageClassName: fallback } });
      return;
    }
    const volume = api.list('PersistentVolume').find((candidate) => fits(candidate, claim)) ?? provision(claim);
    if (volume) bind(claim, volume);
  }

  function defaultClassName(): string | undefined {
    return api.list('StorageClass').find(({ metadata }) => metadata?.annotations?.[defaultClass] === 'true')?.metadata
      ?.name;
  }

  function provision(claim: Claim): Volume | undefined {
    const { name = '', namespace = '', uid } = claim.metadata ?? {};
    const className = claim.spec?.storageClassName;
    if (!className) {
      const message = 'no persistent volumes available for this claim and no storage class is set';
      events.record('PersistentVolumeClaim', claim, 'Normal', 'FailedBinding', message);
      return undefined;
    }
    const storageClass = api.get('StorageClass', { name: className });
    if (!storageClass) {
      const message = `storageclass.storage.k8s.io "${className}" not found`;
      events.record('PersistentVolumeClaim', claim, 'Warning', 'ProvisioningFailed', message);
      return undefined;
    }
    if (storageClass.provisioner !== provisioner) {
      const message = `Waiting for a volume to be created either by the external provisioner '${storageClass.provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`;
      events.record('PersistentVolumeClaim', claim, 'Normal', 'ExternalProvisioning', message);
      return undefined;
    }
    const volume = api.create('PersistentVolume', {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: `pvc-${uid}`, annotations: { 'pv.kubernetes.io/provisioned-by': provisioner } },
      spec: {
        accessModes: claim.spec?.accessModes ?? [],
        capacity: { storage: claim.spec?.resources?.requests?.storage ?? '0' },
        hostPath: { path: `/tmp/hostpath-provisioner/${namespace}/${name}`, type: 'DirectoryOrCreate' },
        persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? 'Delete',
        storageClassName: className,
        volumeMode: claim.spec?.volumeMode ?? 'Filesystem',
      },
    });
    const message = `Successfully provisioned volume ${volume.metadata?.name} using ${provisioner}`;
    events.record('PersistentVolumeClaim', claim, 'Normal', 'ProvisioningSucceeded', message);
    return volume;
  }

  function bind(claim: Claim, volume: Volume): void {
    const { name = '', namespace = '', uid = '', resourceVersion = '' } = claim.metadata ?? {};
    const claimRef = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace, uid, resourceVersion };
    const bound = api.update('PersistentVolume', { ...volume, spec: { ...volume.spec, claimRef } });
    api.updateStatus('PersistentVolume', { ...bound, status: { ...bound.status, phase: 'Bound' } });
    const annotations = {
      ...claim.metadata?.annotations,
      'pv.kubernetes.io/bind-completed': 'yes',
      'pv.kubernetes.io/bound-by-controller': 'yes',
    };
    const stored = api.update('PersistentVolumeClaim', {
      ...claim,
      metadata: { ...claim.metadata, annotations },
      spec: { ...claim.spec, volumeName: volume.metadata?.name ?? '' },
    });
    api.updateStatus('PersistentVolumeClaim', {
      ...stored,
      status: {
        phase: 'Bound',
        accessModes: volume.spec?.accessModes ?? [],
        capacity: { storage: volume.spec?.capacity?.storage ?? '0' },
      },
    });
  }

  /** What was made for a claim goes with it; what an administrator made is kept, and shows that its claim is gone. */
  function releaseVolumes(key: string): void {
    const owned = api
      .list('PersistentVolume')
      .filter(({ spec }) => spec?.claimRef && `${spec.claimRef.namespace}/${spec.claimRef.name}` === key);
    for (const volume of owned) {
      const name = volume.metadata?.name ?? '';
      // Before it is deleted: a bound volume is protected.
      api.updateStatus('PersistentVolume', { ...volume, status: { ...volume.status, phase: 'Released' } });
      if (volume.spec?.persistentVolumeReclaimPolicy === 'Delete') api.delete('PersistentVolume', { name });
    }
  }

  function retryClaims(): void {
    for (const claim of api.list('PersistentVolumeClaim')) if (claim.status?.phase !== 'Bound') queue.add(keyOf(claim));
  }

  return disposeAll(
    api.watch('PersistentVolumeClaim', ({ object }) => queue.add(keyOf(object))),
    api.watch('PersistentVolume', retryClaims),
    api.watch('StorageClass', retryClaims),
    queue,
  );
}

function fits({ metadata, spec, status }: Volume, claim: Claim): boolean {
  if (metadata?.deletionTimestamp || status?.phase === 'Released') return false;
  const wanted = claim.spec;
  if (spec?.claimRef) return `${spec.claimRef.namespace}/${spec.claimRef.name}` === keyOf(claim);
  if (wanted?.volumeName) return wanted.volumeName === metadata?.name;
  return (
    (spec?.storageClassName ?? '') === (wanted?.storageClassName ?? '') &&
    (wanted?.accessModes ?? []).every((mode) => spec?.accessModes?.includes(mode)) &&
    quantityNanos(spec?.capacity?.storage ?? 0) >= quantityNanos(wanted?.resources?.requests?.storage ?? 0)
  );
}
