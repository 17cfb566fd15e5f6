import type { V1DownwardAPIVolumeFile, V1KeyToPath, V1ProjectedVolumeSource } from '@kubernetes/client-node';
import { type FieldError, forbiddenField, invalidValue, required } from '../objects/field-error.ts';
import type { Wire } from '../wire.ts';
import { validateFieldRef, validateResourceFieldRef } from './field-selectors.ts';
import { validateLocalPath } from './paths.ts';

const modeRule = 'must be a number between 0 and 0777 (octal), both inclusive';
const fieldPaths = [
  ...['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid'],
];

export function validateMode(field: string, mode: number | undefined): FieldError[] {
  return mode !== undefined && (mode < 0 || mode > 0o777) ? [invalidValue(field, mode, modeRule)] : [];
}

/** Source: kubernetes `validateKeyToPath`. */
export function validateItems(field: string, items: readonly Wire<V1KeyToPath>[] = []): FieldError[] {
  return items.flatMap(({ key, path = '', mode }, index) => [
    ...(key ? [] : [required(`${field}[${index}].key`, '')]),
    ...(path ? [] : [required(`${field}[${index}].path`, '')]),
    ...validateLocalPath(`${field}[${index}].path`, path),
    ...validateMode(`${field}[${index}].mode`, mode),
  ]);
}

/** Source: kubernetes `validateDownwardAPIVolumeFile`, 1.34; the server does not say which of the files. */
export function validateDownwardFiles(field: string, files: readonly Wire<V1DownwardAPIVolumeFile>[]): FieldError[] {
  return files.flatMap(({ path = '', fieldRef, resourceFieldRef, mode }) => {
    const errors = path ? [] : [required(`${field}.path`, '')];
    errors.push(...validateLocalPath(`${field}.path`, path));
    if (fieldRef) {
      errors.push(...validateFieldRef(`${field}.fieldRef`, fieldRef, fieldPaths));
      const detail = 'fieldRef and resourceFieldRef can not be specified simultaneously';
      if (resourceFieldRef) errors.push(invalidValue(field, 'resource', detail));
    } else if (resourceFieldRef) {
      errors.push(...validateResourceFieldRef(`${field}.resourceFieldRef`, resourceFieldRef, true));
    } else errors.push(required(field, 'one of fieldRef and resourceFieldRef is required'));
    return [...errors, ...validateMode(`${field}.mode`, mode)];
  });
}

/** Source: kubernetes `validateProjectionSources`, 1.34. */
export function validateProjected(field: string, projected: Wire<V1ProjectedVolumeSource>): FieldError[] {
  const taken = new Set<string>();
  /** The sources of one volume must not write one file twice. */
  const take = (path: string | undefined, shown: string | undefined): FieldError[] => {
    if (!path) return [];
    const errors = taken.has(path) ? [invalidValue(field, shown ?? '', 'conflicting duplicate paths')] : [];
    taken.add(path);
    return errors;
  };
  const errors = (projected.sources ?? []).flatMap((source, index) => {
    const path = `${field}.sources[${index}]`;
    const found: FieldError[] = [];
    for (const kind of ['secret', 'configMap'] as const) {
      const named = source[kind];
      if (!named) continue;
      if (!named.name) found.push(required(`${path}.${kind}.name`, ''));
      found.push(...validateItems(`${path}.${kind}.items`, named.items));
      for (const item of named.items ?? []) found.push(...take(item.path, named.name));
    }
    if (source.downwardAPI) {
      const files = source.downwardAPI.items ?? [];
      found.push(...validateDownwardFiles(`${path}.downwardAPI`, files));
      for (const file of files) found.push(...take(file.path, file.path));
    }
    if (source.serviceAccountToken) {
      const { expirationSeconds: seconds = 0, path: file } = source.serviceAccountToken;
      const place = `${path}.serviceAccountToken.expirationSeconds`;
      if (seconds < 600) found.push(invalidValue(place, seconds, 'may not specify a duration less than 10 minutes'));
      if (seconds > 2 ** 32)
        found.push(invalidValue(place, seconds, 'may not specify a duration larger than 2^32 seconds'));
      found.push(...(file ? validateLocalPath(`${field}.path`, file) : [required(`${field}.path`, '')]));
    }
    const kinds = [source.secret, source.configMap, source.downwardAPI, source.serviceAccountToken];
    if (kinds.filter(Boolean).length > 1)
      found.push(forbiddenField(path, 'may not specify more than 1 volume type per source'));
    return found;
  });
  return [...validateMode(`${field}.defaultMode`, projected.defaultMode), ...errors];
}
