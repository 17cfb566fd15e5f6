import type { FieldSegments } from '../manifests/manifest.ts';

const decodeError = /cannot unmarshal (\w+)(?: \S+)? into Go struct field \w+\.([\w.]+) of type/;
const quantityError = 'quantities must match the regular expression';
const quantity = /^[+-]?[0-9.]+[eEinumkKMGTP]*[-+]?[0-9]*$/;
const quantityFields = new Set(['requests', 'limits', 'capacity', 'hard', 'sizeLimit']);

/**
 * Where the value stands that an API server could not decode. Its message names the field without the indices of the lists
 * on the way (`spec.template.spec.containers.env.value`), or no field at all, so the object itself is searched.
 */
export function mistypedFields(object: object, message: string): FieldSegments[] {
  const [, found, path] = decodeError.exec(message) ?? [];
  if (found !== undefined && path !== undefined) {
    const wanted = path.split('.');
    return leaves(object).flatMap(({ segments, value }) => {
      const names = segments.filter((segment) => typeof segment === 'string');
      const isThere = names.length >= wanted.length && wanted.every((name, index) => names[index] === name);
      return isThere && goType(value) === found ? [segments] : [];
    });
  }
  if (!message.includes(quantityError)) return [];
  return leaves(object).flatMap(({ segments, value }) =>
    typeof value !== 'object' &&
    segments.some((segment) => quantityFields.has(String(segment))) &&
    !quantity.test(String(value))
      ? [segments]
      : [],
  );
}

interface Leaf {
  readonly segments: FieldSegments;
  readonly value: unknown;
}

/** Every value with its path, lists and mappings too, since one may stand where a text should. */
function leaves(value: unknown, segments: FieldSegments = []): Leaf[] {
  if (typeof value !== 'object' || value === null) return [{ segments, value }];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [{ segments, value }, ...entries.flatMap(([key, item]) => leaves(item, [...segments, key]))];
}

/** Go's words for the types of JSON. */
function goType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
}
