import { type FieldError, invalidValue } from '../objects/field-error.ts';

export function validateNoBacksteps(field: string, path: string): FieldError[] {
  return path.split('/').includes('..') ? [invalidValue(field, path, "must not contain '..'")] : [];
}

/** Source: kubernetes `validateLocalDescendingPath`. */
export function validateRelativePath(field: string, path: string): FieldError[] {
  const absolute = path.startsWith('/') ? [invalidValue(field, path, 'must be a relative path')] : [];
  return [...absolute, ...validateNoBacksteps(field, path)];
}

/** Source: kubernetes `ValidateLocalNonReservedPath`. */
export function validateLocalPath(field: string, path: string): FieldError[] {
  const reserved = path.startsWith('..') && !path.startsWith('../');
  return [
    ...validateRelativePath(field, path),
    ...(reserved ? [invalidValue(field, path, "must not start with '..'")] : []),
  ];
}
