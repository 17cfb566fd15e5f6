import type { V1StorageClass } from '@kubernetes/client-node';
import {
  duplicate,
  type FieldError,
  forbiddenField,
  invalidValue,
  notSupported,
  required,
  tooLong,
} from '../objects/field-error.ts';
import { jsonEqual } from '../objects/json.ts';
import type { Wire } from '../wire.ts';
import { immutable } from './metadata.ts';
import { checked, qualifiedName } from './names.ts';

const maxParameters = 512;
const maxParametersBytes = 256 * 1024;

/** Rules of kubernetes `pkg/apis/storage/validation`, 1.34. */
export function validateStorageClass(storageClass: Wire<V1StorageClass>): FieldError[] {
  const { provisioner, parameters = {}, reclaimPolicy, volumeBindingMode } = storageClass;
  const errors = provisioner
    ? checked(qualifiedName, 'provisioner', provisioner.toLowerCase())
    : [required('provisioner', '')];
  const entries = Object.entries(parameters);
  if (entries.length > maxParameters) {
    const text = `Too many: ${entries.length}: must have at most ${maxParameters} items`;
    errors.push({ reason: 'FieldValueTooMany', field: 'parameters', text });
  }
  const size = entries.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  for (const [name] of entries) if (!name) errors.push(invalidValue('parameters', name, 'field can not be empty.'));
  if (size > maxParametersBytes) errors.push(tooLong('parameters', maxParametersBytes));
  if (reclaimPolicy !== undefined && !['Delete', 'Retain'].includes(reclaimPolicy)) {
    errors.push(notSupported('reclaimPolicy', reclaimPolicy, ['Delete', 'Retain']));
  }
  if (volumeBindingMode !== undefined && !['Immediate', 'WaitForFirstConsumer'].includes(volumeBindingMode)) {
    errors.push(notSupported('volumeBindingMode', volumeBindingMode, ['Immediate', 'WaitForFirstConsumer']));
  }
  return [...errors, ...validateTopologies('allowedTopologies', storageClass.allowedTopologies ?? [])];
}

/** Source: kubernetes `validateAllowedTopologies`. */
function validateTopologies(
  field: string,
  terms: NonNullable<Wire<V1StorageClass>['allowedTopologies']>,
): FieldError[] {
  // The server makes room for as many terms as there are, and takes the room for terms that ask nothing.
  const seen: unknown[] = terms.map(() => []);
  return terms.flatMap(({ matchLabelExpressions = [] }, index) => {
    const path = `${field}[${index}].matchLabelExpressions`;
    const byKey = new Map<string, string[]>();
    const errors = matchLabelExpressions.flatMap(({ key = '', values = [] }, at) => {
      const found = values.length ? [] : [required(`${path}[${at}].values`, '')];
      for (const [place, value] of values.entries())
        if (values.indexOf(value) < place) found.push(duplicate(`${path}[${at}].values[${place}]`, value));
      found.push(...checked(qualifiedName, `${path}[${at}].key`, key));
      if (byKey.has(key)) found.push(duplicate(`${path}[${at}].key`, key));
      byKey.set(key, [...new Set(values)].sort());
      return found;
    });
    const term = [...byKey].sort(([left], [right]) => (left < right ? -1 : 1));
    const repeated = seen.filter((other) => jsonEqual(other, term)).map(() => duplicate(path, ''));
    seen.push(term);
    return [...errors, ...repeated];
  });
}

export function validateStorageClassUpdate(next: Wire<V1StorageClass>, current: Wire<V1StorageClass>): FieldError[] {
  const frozen = ['parameters', 'provisioner', 'reclaimPolicy'] as const;
  return [
    ...frozen
      .filter((field) => !jsonEqual(next[field], current[field]))
      .map((field) => forbiddenField(field, `updates to ${field} are forbidden.`)),
    ...immutable('volumeBindingMode', next.volumeBindingMode, current.volumeBindingMode),
  ];
}
