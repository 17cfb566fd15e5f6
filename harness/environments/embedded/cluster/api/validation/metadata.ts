import { type FieldError, forbiddenField, invalidValue, required, tooLong } from '../objects/field-error.ts';
import { jsonEqual } from '../objects/json.ts';
import type { KubeObject, OwnerReference } from '../objects/kube-object.ts';
import type { LabelSelector } from '../objects/label-selector.ts';
import { asPrefix, checked, dns1035Label, dns1123Label, dns1123Subdomain, labelValue, qualifiedName } from './names.ts';

const nameRules: Readonly<Record<string, (text: string) => string[]>> = {
  namespaces: dns1123Label,
  services: dns1035Label,
  'statefulsets.apps': dns1123Label,
  // The newer API is stricter, see event.ts.
  events: pathSegment,
  'poddisruptionbudgets.policy': pathSegment,
  'clusterrolebindings.rbac.authorization.k8s.io': pathSegment,
  'clusterroles.rbac.authorization.k8s.io': pathSegment,
  'rolebindings.rbac.authorization.k8s.io': pathSegment,
  'roles.rbac.authorization.k8s.io': pathSegment,
};

/** Source: apimachinery `pkg/api/validation/path.IsValidPathSegmentName`. */
export function pathSegment(text: string): string[] {
  if (text === '.' || text === '..') return [`may not be '${text}'`];
  return ['/', '%']
    .filter((character) => text.includes(character))
    .map((character) => `may not contain '${character}'`);
}

/** Kinds that are judged by apimachinery alone, which asks less of finalizers. */
const plainFinalizers = new Set([
  'leases.coordination.k8s.io',
  'poddisruptionbudgets.policy',
  'runtimeclasses.node.k8s.io',
]);

/** Source: apimachinery `pkg/api/validation.ValidateObjectMeta`, and kubernetes `ValidateObjectMeta` around it. */
export function validateMetadata(storage: string, { metadata }: KubeObject, isUpdate = false): FieldError[] {
  const rule = nameRules[storage] ?? dns1123Subdomain;
  const errors: FieldError[] = [];
  // On updates the workloads' own code looks at what can change only.
  const isPast = isUpdate && storage.endsWith('.apps');
  if (metadata.generateName && !isPast)
    errors.push(...checked(asPrefix(rule), 'metadata.generateName', metadata.generateName));
  if (!metadata.name) errors.push(required('metadata.name', 'name or generateName is required'));
  else errors.push(...checked(rule, 'metadata.name', metadata.name));
  errors.push(...validateLabels('metadata.labels', metadata.labels));
  errors.push(...validateAnnotations('metadata.annotations', metadata.annotations));
  errors.push(...validateOwners('metadata.ownerReferences', metadata.ownerReferences ?? []));
  const { finalizers = [] } = metadata;
  return [...errors, ...validateFinalizers('metadata.finalizers', finalizers, plainFinalizers.has(storage))];
}

/** Source: apimachinery `ValidateOwnerReferences`; the server does not say which of them. */
function validateOwners(field: string, owners: readonly OwnerReference[]): FieldError[] {
  let controller = '';
  return owners.flatMap((owner) => {
    const { apiVersion = '', kind = '', name = '', uid = '' } = owner;
    const errors: FieldError[] = [];
    if (!apiVersion || apiVersion.endsWith('/') || apiVersion.split('/').length > 2)
      errors.push(invalidValue(`${field}.apiVersion`, apiVersion, 'version must not be empty'));
    for (const [part, value] of Object.entries({ kind, name, uid }))
      if (!value) errors.push(invalidValue(`${field}.${part}`, value, 'must not be empty'));
    if (apiVersion === 'v1' && kind === 'Event')
      errors.push(invalidValue(field, owner, '/v1, Kind=Event is disallowed from being an owner'));
    if (!owner.controller) return errors;
    const rule = `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${kind}/${name}`;
    if (controller) errors.push(invalidValue(field, owners, rule));
    controller ||= `${kind}/${name}`;
    return errors;
  });
}

/** Of the specification of a namespace. Source: kubernetes `validateFinalizerName`. */
export function validateSpecFinalizers(field: string, finalizers: readonly string[]): FieldError[] {
  const rule = 'name is neither a standard finalizer name nor is it fully qualified';
  return finalizers.flatMap((finalizer) => [
    ...checked(qualifiedName, field, finalizer),
    ...(finalizer.includes('/') || standardFinalizers.includes(finalizer)
      ? []
      : [invalidValue(field, finalizer, rule)]),
  ]);
}

const standardFinalizers = ['orphan', 'foregroundDeletion', 'kubernetes'];

function validateFinalizers(field: string, finalizers: readonly string[], isPlain: boolean): FieldError[] {
  const rule = 'name is neither a standard finalizer name nor is it fully qualified';
  const areBoth = finalizers.includes('orphan') && finalizers.includes('foregroundDeletion');
  const both = 'finalizer orphan and foregroundDeletion cannot be both set';
  // Apimachinery looks at all of them before kubernetes does.
  return [
    ...finalizers.flatMap((finalizer) => checked(qualifiedName, field, finalizer)),
    ...(areBoth ? [invalidValue(field, finalizers, both)] : []),
    ...finalizers.flatMap((finalizer, index) => {
      const standard = isPlain || standardFinalizers.includes(finalizer);
      return finalizer.includes('/') || standard ? [] : [invalidValue(`${field}[${index}]`, finalizer, rule)];
    }),
  ];
}

export function validateMetadataUpdate(next: KubeObject, current: KubeObject): FieldError[] {
  const errors: FieldError[] = [];
  if (next.metadata.name !== current.metadata.name) {
    errors.push(invalidValue('metadata.name', next.metadata.name, 'field is immutable'));
  }
  if (current.metadata.deletionTimestamp) {
    const before = current.metadata.finalizers ?? [];
    const added = (next.metadata.finalizers ?? []).filter((finalizer) => !before.includes(finalizer));
    if (added.length) {
      const detail = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map((item) => JSON.stringify(item)).join(', ')}}`;
      errors.push(forbiddenField('metadata.finalizers', detail));
    }
  }
  return errors;
}

export function validateLabels(field: string, labels: Readonly<Record<string, string>> | undefined): FieldError[] {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => [
    ...checked(qualifiedName, field, key),
    ...checked(labelValue, field, value),
  ]);
}

export function validateAnnotations(
  field: string,
  annotations: Readonly<Record<string, string>> | undefined,
): FieldError[] {
  const entries = Object.entries(annotations ?? {});
  const errors = entries.flatMap(([key]) =>
    qualifiedName(key.toLowerCase()).map((problem) => invalidValue(field, key, problem)),
  );
  const size = entries.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
  return size > 262_144 ? [...errors, tooLong(field, 262_144)] : errors;
}

export function validateLabelSelector(field: string, selector: LabelSelector | undefined): FieldError[] {
  const errors = validateLabels(`${field}.matchLabels`, selector?.matchLabels);
  for (const [index, { key, operator, values = [] }] of (selector?.matchExpressions ?? []).entries()) {
    const path = `${field}.matchExpressions[${index}]`;
    if (operator === 'In' || operator === 'NotIn') {
      if (!values.length)
        errors.push(required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      if (values.length) {
        errors.push(
          forbiddenField(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"),
        );
      }
    } else {
      errors.push(invalidValue(`${path}.operator`, operator, 'not a valid selector operator'));
    }
    errors.push(...checked(qualifiedName, `${path}.key`, key));
    for (const [at, value] of values.entries()) errors.push(...checked(labelValue, `${path}.values[${at}]`, value));
  }
  return errors;
}

export function isEmptySelector(selector: LabelSelector | undefined): boolean {
  return !Object.keys(selector?.matchLabels ?? {}).length && !selector?.matchExpressions?.length;
}

/** For fields that stay as they were made. */
export function immutable(field: string, next: unknown, current: unknown): FieldError[] {
  return jsonEqual(next ?? null, current ?? null) ? [] : [invalidValue(field, next, 'field is immutable')];
}
