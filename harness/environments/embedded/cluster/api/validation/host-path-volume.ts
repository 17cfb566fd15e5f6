import type { V1HostPathVolumeSource, V1NFSVolumeSource } from '@kubernetes/client-node';
import { type FieldError, invalidValue, required } from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { oneOfIfSet } from './names.ts';
import { validateNoBacksteps } from './paths.ts';

const hostPathTypes = [
  ...['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'],
];

/** Source: kubernetes `validateHostPathVolumeSource`, 1.34. */
export function validateHostPath(field: string, { path, type }: Wire<V1HostPathVolumeSource>): FieldError[] {
  if (!path) return [required(`${field}.path`, '')];
  return [...validateNoBacksteps(`${field}.path`, path), ...oneOfIfSet(`${field}.type`, type, hostPathTypes)];
}

/** Source: kubernetes `validateNFSVolumeSource`, 1.34. */
export function validateNfs(field: string, { server, path = '' }: Wire<V1NFSVolumeSource>): FieldError[] {
  return [
    ...(server ? [] : [required(`${field}.server`, '')]),
    ...(path ? [] : [required(`${field}.path`, '')]),
    ...(path.startsWith('/') ? [] : [invalidValue(`${field}.path`, path, 'must be an absolute path')]),
  ];
}
