import type { Json } from '../objects/json.ts';
import type { FieldsV1 } from '../objects/kube-object.ts';
import { schemaOfKind } from '../openapi/schema.ts';
import type { FieldTracker } from '../registry/registry.ts';
import { compareFields } from './compare-fields.ts';
import { difference, isEmptySet, union } from './field-set.ts';
import { ManagedFields, withoutManagement } from './managed-fields.ts';

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
  return difference(set, unowned);
}

/** Records the fields that a write by a client changed as owned by its manager, and takes them from the others. */
export const trackFields: FieldTracker = (type, next, current, context) => {
  if (context.managesFields || !context.manager) return;
  const [version = '', group = ''] = next.apiVersion.split('/').reverse();
  const schema = type.custom?.structure ?? schemaOfKind(group, version, next.kind);
  const before = current ? withoutManagement(current) : {};
  const { added, modified, removed } = compareFields(
    schema,
    before as Json,
    withoutManagement(next) as unknown as Json,
  );
  const changed = union(added, modified);
  const managed = new ManagedFields(current?.metadata.managedFields);
  managed.release(union(changed, removed));
  const taken = ownable(changed);
  if (!isEmptySet(taken)) {
    const { manager, subresource } = context;
    managed.add(
      { manager, operation: 'Update', apiVersion: type.apiVersion, ...(subresource && { subresource }) },
      taken,
    );
  }
  managed.writeTo(next, current);
};
