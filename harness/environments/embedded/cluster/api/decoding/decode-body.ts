import { decodeCustomObject } from '../custom-resources/decode-custom-object.ts';
import { ApiError, badRequest } from '../objects/api-error.ts';
import { isJsonObject, type Json, type JsonObject } from '../objects/json.ts';
import { type StructSchema, schemaOfKind } from '../openapi/schema.ts';
import { DecodeError } from './decode-error.ts';
import { decodeObject, kindOf } from './decode-object.ts';
import type { ExpectedKind, FieldValidation } from './expected-kind.ts';
import { fillRequired } from './fill-required.ts';
import { type ParsedJson, parseJson } from './parse-json.ts';
import { isPastKind } from './past-kinds.ts';
import { repeatedKeysFault } from './repeated-keys-fault.ts';

const mediaTypes = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];

/**
 * Reads a request body as the API server does: JSON or YAML, the kind checked, every field against the kind's structure.
 * Warnings for unknown and duplicate fields are added to `warnings`. Throws ApiError: BadRequest, UnsupportedMediaType.
 */
export async function decodeBody(
  body: Buffer,
  contentType: string,
  expected: ExpectedKind,
  validation: FieldValidation,
  warnings: string[],
): Promise<JsonObject> {
  const parsed = await parseBody(body, contentType, expected);
  if (expected.custom) return decodeCustomObject(expected, expected.custom.schema, parsed, validation, warnings);
  const given = parsed.value as JsonObject;
  const kind = typeField(given, 'kind') || expected.kind;
  const expectedVersion = apiVersionOf(expected);
  const apiVersion = typeField(given, 'apiVersion') || expectedVersion;
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  const schema = schemaOfKind(group, version, kind);
  const cannot = `${kind} in version "${version}" cannot be handled as a ${expected.kind}`;
  if (!schema && !isPastKind(group, version, kind)) {
    throw badRequest(
      `${cannot}: no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/runtime/scheme.go:110"`,
    );
  }
  if (!schema || kind !== expected.kind || apiVersion !== expectedVersion) {
    // That it is another kind comes before what of its fields is unknown.
    if (schema) decode(schema, parsed, 'Ignore', [], cannot);
    if (kind === expected.kind) {
      throw badRequest(
        `the API version in the data (${apiVersion}) does not match the expected API version (${expectedVersion})`,
      );
    }
    throw badRequest(`${cannot}: converting (${version}.${kind}) to (${internal(expected)}): unknown conversion`);
  }
  const object = decode(schema, parsed, validation, warnings, cannot);
  fillRequired(schema, object);
  return { ...object, apiVersion, kind };
}

/** Decodes and applies `fieldValidation` to what is left over. */
export function decode(
  schema: StructSchema,
  parsed: ParsedJson,
  validation: FieldValidation,
  warnings: string[],
  cannot: string,
): JsonObject {
  try {
    const { object, strictErrors } = decodeObject(schema, parsed.value, parsed.duplicates, parsed.spellings);
    const faults = [...repeatedKeysFault(parsed), ...strictErrors];
    if (faults.length && validation === 'Strict')
      throw badRequest(`${cannot}: strict decoding error: ${faults.join(', ')}`);
    if (validation === 'Warn') warnings.push(...(parsed.repeatedKeys ?? []), ...strictErrors);
    return object;
  } catch (error) {
    if (error instanceof DecodeError) throw badRequest(`${cannot}: ${error.message}`);
    throw error;
  }
}

/** Parses by content type; anything but an object is refused. */
export async function parseBody(body: Buffer, contentType: string, expected: ExpectedKind): Promise<ParsedJson> {
  const { kind } = expected;
  const mediaType = contentType === '' ? 'application/json' : mediaTypeOf(contentType);
  if (!mediaTypes.includes(mediaType)) throw unsupportedMediaType(mediaTypes);
  if (mediaType === 'application/vnd.kubernetes.protobuf') return parseProtobuf(body, expected);
  const parsed = await parseText(body, mediaType, `${unrecognizedKind(kind)}:`);
  const { value } = parsed;
  // Null leaves Go's structure as it is.
  if (value === null) return { ...parsed, value: {} };
  const unrecognized = `${unrecognizedKind(kind)}: ${noKind}`;
  if (isJsonObject(value)) {
    for (const name of ['apiVersion', 'kind']) {
      const field = looseField(value, name);
      if (field === undefined || field === null || typeof field === 'string') continue;
      const detail = `json: cannot unmarshal ${kindOf(field)} into Go struct field .${name} of type string`;
      throw badRequest(`${unrecognized} ${detail} (${shown(body)})`);
    }
    const apiVersion = typeField(value, 'apiVersion');
    if (apiVersion.split('/').length > 2)
      throw badRequest(`${unrecognizedKind(kind)}: unexpected GroupVersion string: ${apiVersion} (${shown(body)})`);
    return parsed;
  }
  const target =
    'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';
  throw badRequest(
    `${unrecognized} json: cannot unmarshal ${kindOf(value)} into Go value of type ${target} (${shown(body)})`,
  );
}

const noKind = "couldn't get version/kind; json parse error:";

/** What makes no JSON of YAML fails before the kind is looked for. */
async function parseText(body: Buffer, mediaType: string, unrecognized: string): Promise<ParsedJson> {
  const isYaml = mediaType === 'application/yaml';
  try {
    return isYaml ? await parseYaml(body.toString('utf8')) : parseJson(body.toString('utf8'));
  } catch (error) {
    const problem = error instanceof Error ? error.message : '';
    throw badRequest(`${unrecognized} ${isYaml ? problem : `${noKind} ${problem}`} (${shown(body)})`);
  }
}

/** The decoder and its table are loaded for those clients only that send nothing else. */
async function parseProtobuf(body: Buffer, expected: ExpectedKind): Promise<ParsedJson> {
  const { decodeProtobuf } = await import('./decode-protobuf.ts');
  try {
    return { value: decodeProtobuf(body, expected), duplicates: new Map() };
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    throw badRequest(`unable to decode the ${expected.kind} sent as protobuf: ${reason}`);
  }
}

/** JSON is YAML, and most bodies that claim to be YAML are JSON: the YAML parser is loaded for others only. */
export async function parseYaml(text: string): Promise<ParsedJson> {
  if (text.trimStart().startsWith('{')) {
    try {
      const parsed = parseJson(text);
      if (!parsed.duplicates.size) return parsed;
    } catch {
      // Flow style YAML looks alike.
    }
  }
  const yaml = await import('./parse-yaml.ts');
  return yaml.parseYaml(text);
}

export function unsupportedMediaType(supported: readonly string[]): ApiError {
  const message = `the body of the request was in an unknown format - accepted media types include: ${supported.join(', ')}`;
  return new ApiError(415, 'UnsupportedMediaType', message);
}

/** The type without its parameters, in any case as in Go; empty for what is none. */
function mediaTypeOf(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase();
}

function unrecognizedKind(kind: string): string {
  return `the object provided is unrecognized (must be of type ${kind})`;
}

/** The type is looked for with Go's own decoder, to which the case of a field is nothing; the last one counts. */
function looseField(object: JsonObject, name: string): Json | undefined {
  const found = Object.keys(object).findLast((field) => field.toLowerCase() === name.toLowerCase());
  return found === undefined ? undefined : object[found];
}

function typeField(object: JsonObject, name: string): string {
  const field = looseField(object, name);
  return typeof field === 'string' ? field : '';
}

/** The start of a body, in hexadecimal unless it looks like JSON. Source: apiserver `summarizeData`. */
function shown(body: Buffer): string {
  if (!body.length) return '<empty>';
  const start = body.subarray(0, 30);
  const isObject = body[0] === '{'.charCodeAt(0);
  return `${start.toString(isObject ? 'utf8' : 'hex')}${body.length > 30 ? ' ...' : ''}`;
}

function apiVersionOf({ group, version }: ExpectedKind): string {
  return group ? `${group}/${version}` : version;
}

function internal({ group, kind }: ExpectedKind): string {
  return `${group ? group.split('.')[0] : 'core'}.${kind}`;
}
