import { DecodeError } from '../decoding/decode-error.ts';
import { decodeObject } from '../decoding/decode-object.ts';
import type { ExpectedKind, FieldValidation } from '../decoding/expected-kind.ts';
import type { ParsedJson } from '../decoding/parse-json.ts';
import { repeatedKeysFault } from '../decoding/repeated-keys-fault.ts';
import { badRequest } from '../objects/api-error.ts';
import { isJsonObject, type Json, type JsonObject } from '../objects/json.ts';
import { type StructSchema, schemaOfKind } from '../openapi/schema.ts';
import type { JsonSchema } from './json-schema.ts';
import { prune } from './prune.ts';

/** Reads a custom resource: metadata as of any kind, the rest by its schema, unknown fields taken off. Throws ApiError BadRequest. */
export function decodeCustomObject(
  type: ExpectedKind,
  schema: JsonSchema,
  parsed: ParsedJson,
  validation: FieldValidation,
  warnings: string[],
): JsonObject {
  const { value, duplicates } = parsed;
  const given = value as JsonObject;
  const text = JSON.stringify(given);
  for (const name of ['kind', 'apiVersion'] as const) {
    if (given[name]) continue;
    throw badRequest(`Object '${name === 'kind' ? 'Kind' : 'apiVersion'}' is missing in '${text}'`);
  }
  const { apiVersion, kind } = given;
  const expected = `${type.group}/${type.version}`;
  if (apiVersion !== expected) {
    throw badRequest(
      `the API version in the data (${String(apiVersion)}) does not match the expected API version (${expected})`,
    );
  }
  const cannot = `${String(kind)} in version "${type.version}" cannot be handled as a ${type.kind}`;
  if (kind !== type.kind) throw badRequest(`${cannot}: the kind in the data does not match`);
  const { object, strictErrors } = decodeCustomFields(schema, given, duplicates, cannot);
  const faults = [...repeatedKeysFault(parsed), ...strictErrors];
  if (faults.length && validation === 'Strict')
    throw badRequest(`${cannot}: strict decoding error: ${faults.join(', ')}`);
  if (validation === 'Warn') warnings.push(...(parsed.repeatedKeys ?? []), ...strictErrors);
  return object;
}

/** Throws ApiError BadRequest for metadata that is none; `strictErrors` name unknown and duplicate fields. */
export function decodeCustomFields(
  schema: JsonSchema,
  given: JsonObject,
  duplicates: ParsedJson['duplicates'],
  cannot: string,
): { object: JsonObject; strictErrors: string[] } {
  const strictErrors: string[] = duplicateFields(given, '', duplicates);
  const object = structuredClone(given);
  prune(schema, object, '', (path) => strictErrors.push(`unknown field "${path}"`), true);
  try {
    const decoded = decodeObject(metadataOnly(), { metadata: given.metadata ?? {} }, new Map());
    strictErrors.push(...decoded.strictErrors);
    return { object: { ...object, ...decoded.object }, strictErrors };
  } catch (error) {
    if (error instanceof DecodeError) throw badRequest(`${cannot}: ${error.message}`);
    throw error;
  }
}

function metadataOnly(): StructSchema {
  const whole = schemaOfKind('', 'v1', 'ConfigMap');
  const metadata = whole?.fields.get('metadata');
  if (!whole || !metadata) throw new Error('The OpenAPI document holds no ObjectMeta.');
  return { ...whole, fields: new Map([['metadata', metadata]]) };
}

function duplicateFields(value: Json, path: string, duplicates: ParsedJson['duplicates']): string[] {
  if (Array.isArray(value))
    return value.flatMap((item, index) => duplicateFields(item, `${path}[${index}]`, duplicates));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, field]) => {
    const place = path ? `${path}.${name}` : name;
    const own = duplicates.get(value)?.has(name) ? [`duplicate field "${place}"`] : [];
    return [...own, ...duplicateFields(field, place, duplicates)];
  });
}
