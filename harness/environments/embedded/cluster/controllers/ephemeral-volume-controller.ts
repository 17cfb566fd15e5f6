import type { KindMap } from '../api/cluster-api.ts';
import { type ControllerContext, disposeAll } from './controller-context.ts';
import { createEventRecorder } from './event-recorder.ts';
import { fromKey, keyOf } from './owners.ts';
import { WorkQueue } from './work-queue.ts';

type Volume = NonNullable<NonNullable<KindMap['Pod']['spec']>['volumes']>[number];

/** Makes the claims of pods' ephemeral volumes. Source: kubernetes/pkg/controller/volume/ephemeral. */
export function startEphemeralVolumeController({ api, onError }: ControllerContext): Disposable {
  const events = createEventRecorder(api, 'ephemeral_volume');
  const queue = new WorkQueue(reconcile, onError);

  function reconcile(key: string): void {
    const pod = api.get('Pod', fromKey(key));
    if (!pod || pod.metadata?.deletionTimestamp) return;
    for (const volume of pod.spec?.volumes ?? []) if (volume.ephemeral) makeClaim(pod, volume);
  }

  function makeClaim(pod: KindMap['Pod'], { name: volumeName, ephemeral }: Volume): void {
    const { namespace = '', name: podName = '', uid = '' } = pod.metadata ?? {};
    const name = `${podName}-${volumeName}`;
    const existing = api.get('PersistentVolumeClaim', { namespace, name });
    if (existing?.metadata?.ownerReferences?.some((owner) => owner.uid === uid)) return;
    if (existing) {
      const message = `ephemeral volume: PVC ${name} was not created for pod ${podName} (pod is not owner)`;
      events.record('Pod', pod, 'Warning', 'EphemeralVolumeClaimConflict', message);
      return;
    }
    const { metadata, spec } = ephemeral?.volumeClaimTemplate ?? {};
    const owner = { apiVersion: 'v1', kind: 'Pod', name: podName, uid, controller: true, blockOwnerDeletion: true };
    const { labels, annotations } = metadata ?? {};
    api.create('PersistentVolumeClaim', {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {
        ...{ name, namespace, ownerReferences: [owner] },
        ...(labels && { labels }),
        ...(annotations && { annotations }),
      },
      ...(spec && { spec }),
    });
  }

  return disposeAll(
    api.watch('Pod', ({ type, object }) => {
      if (type === 'ADDED') queue.add(keyOf(object));
    }),
    queue,
  );
}
