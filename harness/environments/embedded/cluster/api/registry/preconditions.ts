import { ApiError, conflict, staleObject } from '../objects/api-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import type { ResourceType } from './resource-type.ts';

/** Throws ApiError: Conflict for an object of another version than the stored one, 500 for what is no version. */
export function requireSameVersion(type: ResourceType, { metadata }: KubeObject, current: KubeObject): void {
  const { resourceVersion } = metadata;
  if (!resourceVersion) return;
  if (!/^\d+$/.test(resourceVersion))
    throw new ApiError(500, '', `strconv.ParseUint: parsing ${JSON.stringify(resourceVersion)}: invalid syntax`);
  if (resourceVersion !== current.metadata.resourceVersion) throw staleObject(type, current.metadata.name);
}

/** Throws ApiError Conflict for an object that is meant to replace another one of the same name, in the words of the storage. */
export function requireSameUid(type: ResourceType, { metadata }: KubeObject, current: KubeObject): void {
  const { name, namespace, uid } = current.metadata;
  if (!metadata.uid || metadata.uid === uid) return;
  const { group, plural, custom } = type;
  const path = ['registry', ...(custom ? [group] : []), plural, ...(namespace ? [namespace] : []), name];
  const uids = `Precondition failed: UID in precondition: ${metadata.uid}, UID in object meta: ${uid}`;
  const fields = `Code: 4, Key: /${path.join('/')}, ResourceVersion: 0, AdditionalErrorMsg: ${uids}`;
  throw conflict(type, name, `StorageError: invalid object, ${fields}`);
}
