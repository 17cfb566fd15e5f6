import type { Json, JsonObject } from '../objects/json.ts';
import { type FieldsV1, type KubeObject, type ManagedFieldsEntry, timestamp } from '../objects/kube-object.ts';
import { schemaOfKind } from '../openapi/schema.ts';
import type { FieldTracker } from '../registry/registry.ts';
import { changedFields, difference, fieldSet, isEmptySet, restrict, union } from './field-set.ts';

/** Fields that nobody owns. Source: apimachinery `managedfields/internal/stripmeta.go`. */
const unowned: FieldsV1 = {
  'f:apiVersion': {},
  'f:kind': {},
  'f:metadata': {
    '.': {},
    'f:name': {},
    'f:namespace': {},
    'f:creationTimestamp': {},
    'f:selfLink': {},
    'f:uid': {},
    'f:clusterName': {},
    'f:generation': {},
    'f:managedFields': {},
    'f:resourceVersion': {},
    'f:deletionTimestamp': {},
    'f:deletionGracePeriodSeconds': {},
  },
};

export function ownable(set: FieldsV1): FieldsV1 {
  const stripped = difference(set, unowned);
  if (stripped['f:metadata'] && isEmptySet(stripped['f:metadata'])) delete stripped['f:metadata'];
  return stripped;
}

/** Records the fields that a write by a client changed as owned by its manager, and takes them from the others. */
export const trackFields: FieldTracker = (type, next, current, context) => {
  if (context.managesFields || !context.manager) return;
  const [version = '', group = ''] = next.apiVersion.split('/').reverse();
  const schema = type.custom?.structure ?? schemaOfKind(group, version, next.kind);
  const before = current ? (withoutManagement(current) as Json) : undefined;
  const after = withoutManagement(next);
  const changed = ownable(changedFields(schema, before, after));
  const entries = current?.metadata.managedFields ?? [];
  if (
    current &&
    isEmptySet(changed) &&
    isEmptySet(difference(fieldSet(schema, before ?? null), fieldSet(schema, after)))
  ) {
    if (entries.length) next.metadata.managedFields = entries;
    return;
  }
  const present = fieldSet(schema, after);
  const apiVersion = type.apiVersion;
  const mine = (entry: ManagedFieldsEntry): boolean =>
    entry.manager === context.manager && entry.operation === 'Update' && entry.subresource === context.subresource;
  const others = entries
    .filter((entry) => !mine(entry))
    .map((entry) => ({
      ...entry,
      fieldsV1: restrict(difference(entry.fieldsV1, changed), present),
    }));
  const owned = restrict(union(entries.find(mine)?.fieldsV1 ?? {}, changed), present);
  const entry: ManagedFieldsEntry = {
    manager: context.manager,
    operation: 'Update',
    apiVersion,
    time: timestamp(),
    fieldsType: 'FieldsV1',
    fieldsV1: owned,
    ...(context.subresource && { subresource: context.subresource }),
  };
  setManagedFields(next, [...others, entry]);
};

export function setManagedFields(object: KubeObject, entries: ManagedFieldsEntry[]): void {
  const kept = entries.filter(({ fieldsV1 }) => !isEmptySet(fieldsV1));
  if (kept.length) object.metadata.managedFields = kept;
  else delete object.metadata.managedFields;
}

export function withoutManagement(object: KubeObject): JsonObject {
  const { managedFields: _managedFields, ...metadata } = object.metadata;
  return { ...object, metadata } as unknown as JsonObject;
}
