import type { V1Container, V1Volume, V1VolumeMount } from '@kubernetes/client-node';
import {
  type FieldError,
  fieldNotFound,
  forbiddenField,
  invalidValue,
  notSupported,
  required,
} from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { validateNoBacksteps, validateRelativePath } from './paths.ts';

type Container = Wire<V1Container>;
export type VolumesByName = ReadonlyMap<string, Wire<V1Volume>>;

/** Source: kubernetes `ValidateVolumeMounts`, 1.34; some paths lack the index there, too. */
export function validateMounts(field: string, container: Container, volumes: VolumesByName): FieldError[] {
  const devices = container.volumeDevices ?? [];
  const paths = new Set<string>();
  return (container.volumeMounts ?? []).flatMap((mount, index) => {
    const path = `${field}[${index}]`;
    const { name = '', mountPath = '' } = mount;
    const errors: FieldError[] = [];
    const invalid = (part: string, value: string, detail: string) =>
      errors.push(invalidValue(`${path}.${part}`, value, detail));
    if (!name) errors.push(required(`${path}.name`, ''));
    if (!volumes.has(name)) errors.push(fieldNotFound(`${path}.name`, name));
    if (!mountPath) errors.push(required(`${path}.mountPath`, ''));
    if (paths.has(mountPath)) invalid('mountPath', mountPath, 'must be unique');
    paths.add(mountPath);
    if (devices.some((device) => (device.name ?? '') === name))
      invalid('name', name, 'must not already exist in volumeDevices');
    if (lastByName(devices).some((device) => (device.devicePath ?? '') === mountPath))
      invalid('mountPath', mountPath, 'must not already exist as a path in volumeDevices');
    if (mount.subPath) errors.push(...validateRelativePath(`${field}.subPath`, mount.subPath));
    if (mount.subPathExpr) {
      if (mount.subPath) invalid('subPathExpr', mount.subPathExpr, 'subPathExpr and subPath are mutually exclusive');
      errors.push(...validateRelativePath(`${field}.subPathExpr`, mount.subPathExpr));
    }
    if (mount.mountPropagation !== undefined)
      errors.push(...validatePropagation(`${field}.mountPropagation`, mount.mountPropagation, container));
    return [...errors, ...validateRecursiveReadOnly(`${field}.recursiveReadOnly`, mount)];
  });
}

function validatePropagation(field: string, mode: string, container: Container): FieldError[] {
  const modes = ['Bidirectional', 'HostToContainer', 'None'];
  if (!modes.includes(mode)) return [notSupported(field, mode, modes)];
  if (mode !== 'Bidirectional' || container.securityContext?.privileged) return [];
  return [forbiddenField(field, 'Bidirectional mount propagation is available only to privileged containers')];
}

function validateRecursiveReadOnly(field: string, mount: Wire<V1VolumeMount>): FieldError[] {
  const mode = mount.recursiveReadOnly;
  if (mode === undefined || mode === 'Disabled') return [];
  if (mode !== 'Enabled' && mode !== 'IfPossible')
    return [notSupported(field, mode, ['Disabled', 'Enabled', 'IfPossible'])];
  const errors = mount.readOnly ? [] : [forbiddenField(field, 'may only be specified when readOnly is true')];
  if (mount.mountPropagation !== undefined && mount.mountPropagation !== 'None') {
    errors.push(forbiddenField(field, 'may only be specified when mountPropagation is None or not specified'));
  }
  return errors;
}

/** Source: kubernetes `ValidateVolumeDevices`, 1.34. */
export function validateDevices(field: string, container: Container, volumes: VolumesByName): FieldError[] {
  const mounts = container.volumeMounts ?? [];
  const paths = new Set<string>();
  const names = new Set<string>();
  return (container.volumeDevices ?? []).flatMap(({ name = '', devicePath = '' }, index) => {
    const path = `${field}[${index}]`;
    const errors: FieldError[] = [];
    const invalid = (part: string, value: string, detail: string) =>
      errors.push(invalidValue(`${path}.${part}`, value, detail));
    const volume = volumes.get(name);
    if (!name) errors.push(required(`${path}.name`, ''));
    if (names.has(name)) invalid('name', name, 'must be unique');
    if (!volume) errors.push(fieldNotFound(`${path}.name`, name));
    else if (!volume.persistentVolumeClaim && !volume.ephemeral) {
      invalid('name', name, 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode');
    }
    if (!devicePath) errors.push(required(`${path}.devicePath`, ''));
    if (paths.has(devicePath)) invalid('devicePath', devicePath, 'must be unique');
    if (devicePath && validateNoBacksteps('', devicePath).length)
      invalid('devicePath', devicePath, "can not contain backsteps ('..')");
    else paths.add(devicePath);
    if (mounts.some((mount) => (mount.name ?? '') === name))
      invalid('name', name, 'must not already exist in volumeMounts');
    if (lastByName(mounts).some((mount) => (mount.mountPath ?? '') === devicePath))
      invalid('devicePath', devicePath, 'must not already exist as a path in volumeMounts');
    if (name) names.add(name);
    return errors;
  });
}

/** The server keeps one path a name. */
function lastByName<T extends { name?: string }>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [item.name ?? '', item])).values()];
}
