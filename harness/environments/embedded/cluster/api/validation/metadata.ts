import { type FieldError, forbiddenField, invalidValue, required, tooLong } from '../objects/field-error.ts';
import { jsonEqual } from '../objects/json.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import type { LabelSelector } from '../objects/label-selector.ts';
import { checked, dns1035Label, dns1123Label, dns1123Subdomain, labelValue, qualifiedName } from './names.ts';

const nameRules: Readonly<Record<string, (text: string) => string[]>> = {
  namespaces: dns1123Label,
  services: dns1035Label,
  'clusterrolebindings.rbac.authorization.k8s.io': pathSegment,
  'clusterroles.rbac.authorization.k8s.io': pathSegment,
  'rolebindings.rbac.authorization.k8s.io': pathSegment,
  'roles.rbac.authorization.k8s.io': pathSegment,
};

function pathSegment(text: string): string[] {
  if (text === '.' || text === '..') return [`may not be '${text}'`];
  return ['/', '%']
    .filter((character) => text.includes(character))
    .map((character) => `may not contain '${character}'`);
}

/** Source: apimachinery `pkg/api/validation.ValidateObjectMeta`. */
export function validateMetadata(storage: string, { metadata }: KubeObject): FieldError[] {
  const rule = nameRules[storage] ?? dns1123Subdomain;
  const errors: FieldError[] = [];
  if (metadata.generateName) {
    const prefix = metadata.generateName.replace(/-$/, '');
    errors.push(
      ...rule(prefix).map((problem) => invalidValue('metadata.generateName', metadata.generateName, problem)),
    );
  }
  if (!metadata.name) errors.push(required('metadata.name', 'name or generateName is required'));
  else errors.push(...checked(rule, 'metadata.name', metadata.name));
  errors.push(...validateLabels('metadata.labels', metadata.labels));
  errors.push(...validateAnnotations('metadata.annotations', metadata.annotations));
  for (const [index, owner] of (metadata.ownerReferences ?? []).entries()) {
    const field = `metadata.ownerReferences[${index}]`;
    const fields = [owner.apiVersion, owner.kind, owner.name, owner.uid];
    const names = ['apiVersion', 'kind', 'name', 'uid'];
    for (const [at, value] of fields.entries()) {
      if (value) continue;
      const name = names[at] ?? '';
      errors.push(
        name === 'apiVersion'
          ? invalidValue(`${field}.apiVersion`, value ?? '', 'version must not be empty')
          : invalidValue(`${field}.${name}`, value ?? '', 'must not be empty'),
      );
    }
  }
  for (const finalizer of metadata.finalizers ?? []) {
    errors.push(...checked(qualifiedName, 'metadata.finalizers', finalizer));
    const standard = ['orphan', 'foregroundDeletion', 'kubernetes'].includes(finalizer);
    if (!finalizer.includes('/') && !standard) {
      errors.push(
        invalidValue(
          'metadata.finalizers',
          finalizer,
          'name is neither a standard finalizer name nor is it fully qualified',
        ),
      );
    }
  }
  return errors;
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
