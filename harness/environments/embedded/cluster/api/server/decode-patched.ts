import { decodeCustomFields } from '../custom-resources/decode-custom-object.ts';
import { DecodeError } from '../decoding/decode-error.ts';
import { type DecodedObject, decodeObject, kindOf } from '../decoding/decode-object.ts';
import { duplicateFields } from '../decoding/duplicate-fields.ts';
import type { FieldValidation } from '../decoding/expected-kind.ts';
import { fillRequired } from '../decoding/fill-required.ts';
import { inDeclaredOrder } from '../decoding/in-declared-order.ts';
import type { ParsedJson } from '../decoding/parse-json.ts';
import { type ApiError, invalid } from '../objects/api-error.ts';
import { invalidValue } from '../objects/field-error.ts';
import { isJsonObject, type Json, type JsonObject } from '../objects/json.ts';
import { type StructSchema, schemaOfKind } from '../openapi/schema.ts';
import { goText } from '../patch/go-text.ts';
import type { ResourceType } from '../registry/resource-type.ts';

/** Reads what a patch has made of an object; what is wrong with it is refused as a fault of the patch. Throws ApiError Invalid. */
export function decodePatched(
  type: ResourceType,
  schema: StructSchema,
  value: Json,
  patch: ParsedJson,
  isStrategic: boolean,
  validation: FieldValidation,
  warnings: string[],
): JsonObject {
  const shown = isStrategic ? goText(patch.value) : JSON.stringify(value);
  const fault = (detail: string): ApiError =>
    invalid({ group: '', kind: '' }, '', [invalidValue('patch', shown, detail)]);
  const { custom, kind } = type;
  const read = (): DecodedObject => {
    if (isStrategic) return decodeUnstructured(schema, value);
    return custom && isJsonObject(value)
      ? decodeCustomFields(custom.schema, value, new Map(), kind)
      : decodeObject(custom ? schema : givenSchema(type, schema, value), value, new Map());
  };
  let decoded: DecodedObject;
  try {
    decoded = read();
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw fault(isStrategic ? unstructuredFault(error) : error.message);
  }
  // A strategic patch changes what is stored, of which the kind is known.
  if (!custom && !isStrategic) refuseConversion(type, value, fault);
  const { object } = decoded;
  const strictErrors = [...duplicateFields(patch), ...decoded.strictErrors];
  if (strictErrors.length && validation === 'Strict') throw fault(`strict decoding error: ${strictErrors.join(', ')}`);
  if (validation === 'Warn') warnings.push(...strictErrors);
  fillRequired(schema, object);
  return object;
}

/** Go converts what a strategic patch made field by field of its structures: the first fault in that order is the one it tells. */
function decodeUnstructured(schema: StructSchema, value: Json): DecodedObject {
  try {
    return decodeObject(schema, value, new Map());
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return decodeObject(schema, inDeclaredOrder(schema, value), new Map());
  }
}

/** The structure of the kind that the object now claims to be. Throws DecodeError for one that is not known. */
function givenSchema(type: ResourceType, schema: StructSchema, value: Json): StructSchema {
  if (!isJsonObject(value)) return schema;
  const { apiVersion, kind } = value;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return schema;
  if (apiVersion === type.apiVersion && kind === type.kind) return schema;
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  const given = schemaOfKind(group, version, kind);
  if (given) return given;
  throw new DecodeError(
    `no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/runtime/scheme.go:110"`,
  );
}

function refuseConversion(
  { kind, version, group }: ResourceType,
  value: Json,
  fault: (detail: string) => ApiError,
): void {
  if (!isJsonObject(value) || typeof value.kind !== 'string' || value.kind === kind) return;
  const internal = group ? (group.split('.')[0] ?? '') : 'core';
  throw fault(`converting (${version}.${value.kind}) to (${internal}.${kind}): unknown conversion`);
}

/** Strategic patches are read without JSON in between. Source: apimachinery `runtime/converter.go`. */
function unstructuredFault({ message, mismatch }: DecodeError): string {
  if (!mismatch) return message.startsWith('illegal base64') ? `error decoding from json: ${message}` : message;
  const { type, goType, found } = mismatch;
  const from = goKind(found);
  switch (type) {
    case 'map':
      return `cannot restore map from ${from}`;
    case 'list':
    case 'bytes':
      return `cannot restore slice from ${from}`;
    case 'struct':
      return `cannot restore struct from: ${from}`;
    case 'boolean':
      return 'unrecognized type: bool';
    case 'string':
      return from === 'int64' ? `cannot convert ${from} to ${goType}` : 'unrecognized type: string';
    case 'int32':
    case 'int64':
      return from === 'float64' ? `cannot convert float64 to ${goType}` : `unrecognized type: ${goType}`;
    default:
      return message;
  }
}

/** Go's kind of a value that it holds without a structure. */
function goKind(value: Json): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return Array.isArray(value) ? 'slice' : isJsonObject(value) ? 'map' : kindOf(value);
}
