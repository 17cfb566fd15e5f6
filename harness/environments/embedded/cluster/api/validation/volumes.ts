import type { V1Volume } from '@kubernetes/client-node';
import {
  duplicate,
  type FieldError,
  forbiddenField,
  invalidValue,
  notSupported,
  required,
} from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { validateNoBacksteps, validateRelativePath } from './container.ts';
import { checked, dns1123Label } from './names.ts';

type Volume = Wire<V1Volume>;

const hostPathTypes = [
  ...['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'],
];
const modeRule = 'must be a number between 0 and 0777 (octal), both inclusive';

/** Source: kubernetes `ValidateVolumes`, 1.34. Returns the names that mounts may use, too. */
export function validateVolumes(
  field: string,
  volumes: readonly Volume[],
): { errors: FieldError[]; names: Set<string> } {
  const names = new Set<string>();
  const errors = volumes.flatMap((volume, index) => {
    const path = `${field}[${index}]`;
    const found = validateSource(path, volume);
    if (!volume.name) found.push(required(`${path}.name`, ''));
    else found.push(...checked(dns1123Label, `${path}.name`, volume.name));
    if (names.has(volume.name)) found.push(duplicate(`${path}.name`, volume.name));
    if (!found.length) names.add(volume.name);
    return found;
  });
  return { errors, names };
}

function validateSource(field: string, { name: _name, ...sources }: Volume): FieldError[] {
  const [first, ...more] = Object.keys(sources).sort(inServerOrder);
  if (!first) return [required(field, 'must specify a volume type')];
  return [
    ...validateKind(`${field}.${first}`, first, sources),
    ...more.map((kind) => forbiddenField(`${field}.${kind}`, 'may not specify more than 1 volume type')),
  ];
}

const serverOrder = [
  'emptyDir',
  'hostPath',
  'gitRepo',
  'secret',
  'nfs',
  'persistentVolumeClaim',
  'configMap',
  'downwardAPI',
  'projected',
  'csi',
  'ephemeral',
  'image',
];

function inServerOrder(left: string, right: string): number {
  return serverOrder.indexOf(left) - serverOrder.indexOf(right);
}

function validateKind(field: string, kind: string, sources: Omit<Volume, 'name'>): FieldError[] {
  const { hostPath, secret, configMap, persistentVolumeClaim, projected, nfs } = sources;
  switch (kind) {
    case 'hostPath':
      if (!hostPath?.path) return [required(`${field}.path`, '')];
      return [
        ...validateNoBacksteps(`${field}.path`, hostPath.path),
        ...(hostPathTypes.includes(hostPath.type ?? '')
          ? []
          : [notSupported(`${field}.type`, hostPath.type, hostPathTypes)]),
      ];
    case 'secret':
      return [
        ...(secret?.secretName ? [] : [required(`${field}.secretName`, '')]),
        ...validateMode(`${field}.defaultMode`, secret?.defaultMode),
        ...validateItems(`${field}.items`, secret?.items),
      ];
    case 'configMap':
      return [
        ...(configMap?.name ? [] : [required(`${field}.name`, '')]),
        ...validateMode(`${field}.defaultMode`, configMap?.defaultMode),
        ...validateItems(`${field}.items`, configMap?.items),
      ];
    case 'persistentVolumeClaim':
      return persistentVolumeClaim?.claimName ? [] : [required(`${field}.claimName`, '')];
    case 'nfs':
      return [
        ...(nfs?.server ? [] : [required(`${field}.server`, '')]),
        ...(nfs?.path ? [] : [required(`${field}.path`, '')]),
        ...(nfs?.path && !nfs.path.startsWith('/')
          ? [invalidValue(`${field}.path`, nfs.path, 'must be an absolute path')]
          : []),
      ];
    case 'projected':
      return [
        ...validateMode(`${field}.defaultMode`, projected?.defaultMode),
        ...(projected?.sources ?? []).flatMap((source, index) => {
          const path = `${field}.sources[${index}]`;
          if (!Object.keys(source).length) return [required(path, 'must specify a volume type')];
          return [
            ...(source.secret && !source.secret.name ? [required(`${path}.secret.name`, '')] : []),
            ...validateItems(`${path}.secret.items`, source.secret?.items),
            ...(source.configMap && !source.configMap.name ? [required(`${path}.configMap.name`, '')] : []),
            ...validateItems(`${path}.configMap.items`, source.configMap?.items),
          ];
        }),
      ];
    default:
      return [];
  }
}

function validateMode(field: string, mode: number | undefined): FieldError[] {
  return mode !== undefined && (mode < 0 || mode > 0o777) ? [invalidValue(field, mode, modeRule)] : [];
}

function validateItems(
  field: string,
  items: readonly { key: string; path: string; mode?: number }[] = [],
): FieldError[] {
  return items.flatMap(({ key, path, mode }, index) => [
    ...(key ? [] : [required(`${field}[${index}].key`, '')]),
    ...(path ? validateRelativePath(`${field}[${index}].path`, path) : [required(`${field}[${index}].path`, '')]),
    ...validateMode(`${field}[${index}].mode`, mode),
  ]);
}
