import type { ClusterApi, Kind, KindMap } from '../api/cluster-api.ts';
import { type LabelSelector, labelSelectorMatches } from '../api/objects/label-selector.ts';

type Owned = 'Job' | 'Pod' | 'ReplicaSet';

const apiVersions = {
  CronJob: 'batch/v1',
  DaemonSet: 'apps/v1',
  Deployment: 'apps/v1',
  Job: 'batch/v1',
  ReplicaSet: 'apps/v1',
  Service: 'v1',
  StatefulSet: 'apps/v1',
};
type Owner = keyof typeof apiVersions;

/** `namespace/name`: the key under which a controller's queue holds an object. */
export function keyOf(object: { metadata?: { namespace?: string; name?: string } }): string {
  return `${object.metadata?.namespace ?? ''}/${object.metadata?.name ?? ''}`;
}

export function fromKey(key: string): { namespace: string; name: string } {
  const [namespace = '', name = ''] = key.split('/');
  return { namespace, name };
}

/** Key of the controller of `object` when it is of `kind`. */
export function controllerKey(object: KindMap[Owned], kind: Owner): string | undefined {
  const owner = object.metadata?.ownerReferences?.find((reference) => reference.controller && reference.kind === kind);
  return owner && `${object.metadata?.namespace ?? ''}/${owner.name}`;
}

export function ownerReference(kind: Owner, owner: KindMap[Owner]) {
  const { name = '', uid = '' } = owner.metadata ?? {};
  return { apiVersion: apiVersions[kind], kind, name, uid, controller: true, blockOwnerDeletion: true };
}

/**
 * What `owner` controls. Objects that its selector matches and that nobody controls are adopted, as a client expects after
 * `kubectl delete --cascade=orphan`.
 */
export function ownedObjects<K extends Owned>(
  api: ClusterApi,
  kind: K,
  ownerKind: Owner,
  owner: KindMap[Owner],
  selector: LabelSelector | undefined,
): KindMap[K][] {
  const { uid, namespace, deletionTimestamp } = owner.metadata ?? {};
  return api.list(kind, namespace).flatMap((object) => {
    const references = object.metadata?.ownerReferences ?? [];
    const controller = references.find((reference) => reference.controller);
    if (controller) return controller.uid === uid ? [object] : [];
    if (deletionTimestamp || object.metadata?.deletionTimestamp) return [];
    if (!selector || !labelSelectorMatches(selector, object.metadata?.labels)) return [];
    const ownerReferences = [...references, ownerReference(ownerKind, owner)];
    return [api.update<Kind>(kind, { ...object, metadata: { ...object.metadata, ownerReferences } }) as KindMap[K]];
  });
}
