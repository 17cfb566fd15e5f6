import { ApiError } from '../objects/api-error.ts';
import type { FieldsV1, ManagedFieldsEntry } from '../objects/kube-object.ts';
import { fieldPaths } from './field-paths.ts';

type Manager = Pick<ManagedFieldsEntry, 'manager' | 'operation' | 'apiVersion' | 'subresource'>;

/** The refusal to change what others own, by manager. Source: apimachinery `managedfields/internal/conflict.go`. */
export function applyConflict(conflicts: readonly { readonly manager: Manager; readonly set: FieldsV1 }[]): ApiError {
  const named = conflicts.map(({ manager, set }) => ({ name: describe(manager), fields: fieldPaths(set) }));
  const causes = named.flatMap(({ name, fields }) =>
    fields.map((field) => ({ reason: 'FieldManagerConflict', message: `conflict with ${name}`, field })),
  );
  const [only] = causes;
  const text =
    causes.length === 1 && only
      ? `${only.message}: ${only.field}`
      : named.map(({ name, fields }) => `conflicts with ${name}:\n- ${fields.join('\n- ')}`).join('\n');
  const count = causes.length === 1 ? '1 conflict' : `${causes.length} conflicts`;
  return new ApiError(409, 'Conflict', `Apply failed with ${count}: ${text}`, { causes });
}

function describe({ manager, operation, subresource, apiVersion }: Manager): string {
  const place = subresource ? ` with subresource ${JSON.stringify(subresource)}` : '';
  return `${JSON.stringify(manager)}${place}${operation === 'Update' ? ` using ${apiVersion}` : ''}`;
}
