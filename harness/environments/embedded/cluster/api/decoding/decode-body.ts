import type { CustomKind } from '../custom-resources/custom-kind.ts';
import { decodeCustomObject } from '../custom-resources/decode-custom-object.ts';
import { ApiError, badRequest } from '../objects/api-error.ts';
import { isJsonObject, type Json, type JsonObject, setField } from '../objects/json.ts';
import { type StructSchema, schemaOfKind } from '../openapi/schema.ts';
import { DecodeError } from './decode-error.ts';
import { decodeObject, kindOf } from './decode-object.ts';
import { fillRequired } from './fill-required.ts';
import { type ParsedJson, parseJson } from './parse-json.ts';

export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

/** What a body is expected to hold. */
export interface ExpectedKind {
  /** Set for a kind that a CustomResourceDefinition brought. */
  readonly custom?: CustomKind;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

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
  if (!schema) {
    throw badRequest(
      `${cannot}: no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/runtime/scheme.go:110"`,
    );
  }
  const object = decode(schema, parsed, validation, warnings, cannot);
  if (kind !== expected.kind || apiVersion !== expectedVersion) {
    if (kind === expected.kind) {
      throw badRequest(
        `the API version in the data (${apiVersion}) does not match the expected API version (${expectedVersion})`,
      );
    }
    throw badRequest(`${cannot}: converting (${version}.${kind}) to (${internal(expected)}): unknown conversion`);
  }
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
    const { object, strictErrors } = decodeObject(schema, parsed.value, parsed.duplicates);
    if (strictErrors.length && validation === 'Strict') {
      throw badRequest(`${cannot}: strict decoding error: ${strictErrors.join(', ')}`);
    }
    if (validation === 'Warn') warnings.push(...strictErrors);
    return object;
  } catch (error) {
    if (error instanceof DecodeError) throw badRequest(`${cannot}: ${error.message}`);
    throw error;
  }
}

/** Parses by content type; anything but an object is refused. */
export async function parseBody(body: Buffer, contentType: string, expected: ExpectedKind): Promise<ParsedJson> {
  const { kind } = expected;
  const mediaType = (contentType.split(';')[0] ?? '').trim() || 'application/json';
  if (!mediaTypes.includes(mediaType)) throw unsupportedMediaType(mediaTypes);
  if (mediaType === 'application/vnd.kubernetes.protobuf') return parseProtobuf(body, expected);
  const text = body.toString('utf8');
  const unrecognized = `${unrecognizedKind(kind)}: couldn't get version/kind; json parse error:`;
  let parsed: ParsedJson;
  try {
    parsed = mediaType === 'application/yaml' ? await parseYaml(text) : parseJson(text);
  } catch (error) {
    const problem = error instanceof Error ? error.message.split('\n')[0] : '';
    throw badRequest(`${unrecognized} ${problem} (${shown(body, mediaType)})`);
  }
  if (isJsonObject(parsed.value)) {
    for (const name of ['apiVersion', 'kind']) {
      const field = looseField(parsed.value, name);
      if (field === undefined || field === null || typeof field === 'string') continue;
      const detail = `json: cannot unmarshal ${kindOf(field)} into Go struct field .${name} of type string`;
      throw badRequest(`${unrecognized} ${detail} (${shown(body, mediaType)})`);
    }
    const apiVersion = typeField(parsed.value, 'apiVersion');
    if (apiVersion.split('/').length > 2)
      throw badRequest(
        `${unrecognizedKind(kind)}: unexpected GroupVersion string: ${apiVersion} (${shown(body, mediaType)})`,
      );
    return parsed;
  }
  const target =
    'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';
  const found = Array.isArray(parsed.value) ? 'array' : typeof parsed.value;
  throw badRequest(
    `${unrecognized} json: cannot unmarshal ${found} into Go value of type ${target} (${excerpt(text)})`,
  );
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
      return parseJson(text);
    } catch {
      // Flow style YAML looks alike.
    }
  }
  const { parse } = await import('yaml');
  return { value: inOrder(parse(text, { uniqueKeys: false, merge: true }) as Json), duplicates: new Map() };
}

/** The server makes JSON of YAML first, whose fields Go writes in the order of their names. */
function inOrder(value: Json): Json {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isJsonObject(value)) return value;
  const result: JsonObject = {};
  for (const name of Object.keys(value).sort()) setField(result, name, inOrder(value[name] ?? null));
  return result;
}

export function unsupportedMediaType(supported: readonly string[]): ApiError {
  const message = `the body of the request was in an unknown format - accepted media types include: ${supported.join(', ')}`;
  return new ApiError(415, 'UnsupportedMediaType', message);
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

/** YAML is quoted in hexadecimal. */
function shown(body: Buffer, mediaType: string): string {
  if (mediaType !== 'application/yaml') return excerpt(body.toString('utf8'));
  return `${body.subarray(0, 30).toString('hex')}${body.length > 30 ? ' ...' : ''}`;
}

function excerpt(text: string): string {
  if (!text) return '<empty>';
  return text.length > 30 ? `${text.slice(0, 30)} ...` : text;
}

function apiVersionOf({ group, version }: ExpectedKind): string {
  return group ? `${group}/${version}` : version;
}

function internal({ group, kind }: ExpectedKind): string {
  return `${group ? group.split('.')[0] : 'core'}.${kind}`;
}
