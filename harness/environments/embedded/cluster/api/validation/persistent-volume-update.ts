import type { V1PersistentVolume, V1PersistentVolumeSpec } from '@kubernetes/client-node';
import { type FieldError, forbiddenField, invalidValue } from '../objects/field-error.ts';
import { jsonEqual } from '../objects/json.ts';
import type { Wire } from '../wire.ts';
import { immutable } from './metadata.ts';

type Spec = Wire<V1PersistentVolumeSpec>;

const notSources = [
  ...['accessModes', 'capacity', 'claimRef', 'mountOptions', 'nodeAffinity', 'persistentVolumeReclaimPolicy'],
  ...['storageClassName', 'volumeAttributesClassName', 'volumeMode'],
];

/** Source: kubernetes `ValidatePersistentVolumeUpdate`, 1.34. */
export function validatePersistentVolumeUpdate(
  next: Wire<V1PersistentVolume>,
  current: Wire<V1PersistentVolume>,
): FieldError[] {
  const [spec, before] = [next.spec ?? {}, current.spec ?? {}];
  const source = (from: Spec) => {
    const copy = structuredClone(from) as Record<string, unknown> & Spec;
    for (const name of notSources) delete copy[name];
    if (before.csi && !before.csi.controllerExpandSecretRef) delete copy.csi?.controllerExpandSecretRef;
    return copy;
  };
  const errors: FieldError[] = [];
  if (!jsonEqual(source(spec), source(before)))
    errors.push(
      forbiddenField('spec.persistentvolumesource', 'spec.persistentvolumesource is immutable after creation\n'),
    );
  errors.push(...immutable('volumeMode', spec.volumeMode, before.volumeMode));
  const rule = 'field is immutable, except for updating from beta label to GA';
  if (before.nodeAffinity && !jsonEqual(spec.nodeAffinity ?? null, before.nodeAffinity))
    errors.push(invalidValue('nodeAffinity', spec.nodeAffinity, rule));
  if (before.volumeAttributesClassName !== undefined && spec.volumeAttributesClassName === undefined)
    errors.push(forbiddenField('spec.volumeAttributesClassName', 'update from non-nil value to nil is forbidden'));
  return errors;
}
