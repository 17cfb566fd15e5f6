import { decodeCustomFields } from '../custom-resources/decode-custom-object.ts';
import { decode, type FieldValidation, parseYaml, unsupportedMediaType } from '../decoding/decode-body.ts';
import { DecodeError } from '../decoding/decode-error.ts';
import { type DecodedObject, decodeObject } from '../decoding/decode-object.ts';
import { duplicateFields } from '../decoding/duplicate-fields.ts';
import { fillRequired } from '../decoding/fill-required.ts';
import type { ParsedJson } from '../decoding/parse-json.ts';
import { parseJson } from '../decoding/parse-json.ts';
import { typedErrors } from '../decoding/typed-errors.ts';
import { ApiError, badRequest, conflict, invalid } from '../objects/api-error.ts';
import { invalidValue } from '../objects/field-error.ts';
import { isJsonObject, type Json, type JsonObject } from '../objects/json.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { type StructSchema, schemaOfKind } from '../openapi/schema.ts';
import { applyConfiguration } from '../patch/apply.ts';
import { JsonPatchError, type JsonPatchOperation, jsonPatch } from '../patch/json-patch.ts';
import { mergePatch } from '../patch/merge-patch.ts';
import { strategicMerge } from '../patch/strategic-merge.ts';
import { toCoreApi, toEventsApi } from '../registry/convert-event.ts';
import type { Registry } from '../registry/registry.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import { dedupeOwners } from './dedupe-owners.ts';
import { type Exchange, readBody } from './exchange.ts';
import { writeOptions } from './write-options.ts';

const types = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
};

/** Patches a stored object; server-side apply may create it. Returns what is stored, and whether it is new. */
export async function patchObject(
  exchange: Exchange,
  registry: Registry,
  type: ResourceType,
  key: { namespace?: string | undefined; name: string },
  subresource: 'status' | undefined,
): Promise<{ object: KubeObject; created: boolean }> {
  const mediaType = (exchange.request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  const options = writeOptions(exchange);
  const body = (await readBody(exchange)).toString('utf8');
  const schema = type.custom?.structure ?? schemaOfKind(type.group, type.version, type.kind);
  if (!schema) throw unsupportedMediaType(Object.values(types));
  const context = {
    dryRun: options.dryRun,
    manager: options.manager,
    warnings: exchange.warnings,
    user: exchange.user,
    ...(subresource && { subresource }),
  };
  if (mediaType === types.apply) {
    return applyPatch(exchange, registry, type, key, schema, await parseApplied(body), context, options.force);
  }
  if (type.custom && mediaType === types.strategic) throw unsupportedMediaType([types.json, types.merge, types.apply]);
  if (!patchTypes.has(mediaType)) throw new ApiError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});
  const patch = parsePatch(body, mediaType);
  const object = registry.update(
    type,
    key,
    (current) => {
      const before = (type.group === 'events.k8s.io' ? toEventsApi(current) : current) as unknown as JsonObject;
      const after = applyPatchTo(schema, before, patch, mediaType);
      const decoded = decodePatched(type, schema, after, patch, options.validation, exchange.warnings);
      const next = { ...decoded, apiVersion: before.apiVersion, kind: type.kind } as unknown as KubeObject;
      if (key.namespace && next.metadata?.namespace && next.metadata.namespace !== key.namespace)
        throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
      if (!next.metadata?.name)
        throw badRequest(`the name of the object (${key.name} based on URL) was undeterminable: name must be provided`);
      if (next.metadata.name !== key.name) {
        throw badRequest(
          `the name of the object (${next.metadata?.name ?? ''}) does not match the name on the URL (${key.name})`,
        );
      }
      dedupeOwners(next, exchange.warnings, ' after mutating admission happens');
      return type.group === 'events.k8s.io' ? toCoreApi(next) : next;
    },
    context,
  );
  return { object, created: false };
}

const patchTypes = new Set<string>([types.json, types.merge, types.strategic]);

function undecoded(value: Json, target: string): string {
  const found = Array.isArray(value) ? 'array' : typeof value;
  return `error decoding patch: json: cannot unmarshal ${found} into Go value of type ${target}`;
}

function parsePatch(body: string, mediaType: string): ParsedJson {
  try {
    return parseJson(body);
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    throw badRequest(mediaType === types.strategic ? reason : `error decoding patch: ${reason}`);
  }
}

/** What a patch makes of an object is refused as a fault of the patch. */
function decodePatched(
  { custom, kind, version, group: apiGroup }: ResourceType,
  schema: StructSchema,
  value: Json,
  patch: ParsedJson,
  validation: FieldValidation,
  warnings: string[],
): JsonObject {
  const fault = (detail: string): ApiError =>
    invalid({ group: '', kind: '' }, '', [invalidValue('patch', JSON.stringify(value), detail)]);
  if (isJsonObject(value) && !custom && typeof value.kind === 'string' && value.kind !== kind) {
    const group = apiGroup ? (apiGroup.split('.')[0] ?? '') : 'core';
    throw fault(`converting (${version}.${value.kind}) to (${group}.${kind}): unknown conversion`);
  }
  let decoded: DecodedObject;
  try {
    decoded =
      custom && isJsonObject(value)
        ? decodeCustomFields(custom.schema, value, new Map(), kind)
        : decodeObject(schema, value, new Map());
  } catch (error) {
    throw error instanceof DecodeError ? fault(error.message) : error;
  }
  const { object } = decoded;
  const strictErrors = [...duplicateFields(patch), ...decoded.strictErrors];
  if (strictErrors.length && validation === 'Strict') throw fault(`strict decoding error: ${strictErrors.join(', ')}`);
  if (validation === 'Warn') warnings.push(...strictErrors);
  fillRequired(schema, object);
  return object;
}

function applyPatchTo(schema: StructSchema, before: JsonObject, { value }: ParsedJson, mediaType: string): Json {
  if (mediaType === types.json) {
    if (!Array.isArray(value)) {
      throw badRequest(undecoded(value, '[]handlers.jsonPatchOp'));
    }
    const odd = value.find((item) => !isJsonObject(item));
    if (odd !== undefined) throw badRequest(undecoded(odd, 'handlers.jsonPatchOp'));
    try {
      return jsonPatch(before, value as unknown as JsonPatchOperation[]);
    } catch (error) {
      if (!(error instanceof JsonPatchError)) throw error;
      throw new ApiError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
    }
  }
  if (!isJsonObject(value)) {
    if (value === null)
      throw badRequest(mediaType === types.merge ? 'Invalid JSON Patch' : 'unexpected end of JSON input');
    const text = undecoded(value, 'map[string]interface {}');
    throw badRequest(mediaType === types.merge ? text : text.replace('error decoding patch: ', ''));
  }
  return mediaType === types.merge ? mergePatch(before, value) : strategicMerge(schema, before, value);
}

async function parseApplied(body: string): Promise<ParsedJson> {
  try {
    return await parseYaml(body);
  } catch (error) {
    throw badRequest(`error decoding YAML: ${error instanceof Error ? error.message : ''}`);
  }
}

function undecodedYaml(value: Json): string {
  const detail = undecoded(value, 'map[string]interface {}').replace('error decoding patch: ', '');
  return `error decoding YAML: error unmarshaling JSON: while decoding JSON: ${detail}`;
}

function goVersion({ group, version }: ResourceType): string {
  return `${group}/${version}`;
}

function applyPatch(
  exchange: Exchange,
  registry: Registry,
  type: ResourceType,
  key: { namespace?: string | undefined; name: string },
  schema: StructSchema,
  parsed: ParsedJson,
  context: Parameters<Registry['create']>[2] & object,
  force: boolean,
): { object: KubeObject; created: boolean } {
  if (!isJsonObject(parsed.value)) throw badRequest(undecodedYaml(parsed.value));
  const { apiVersion, kind } = parsed.value;
  if (apiVersion !== type.apiVersion || kind !== type.kind) {
    const [version = '', group = ''] = String(apiVersion ?? '')
      .split('/')
      .reverse();
    throw badRequest(`invalid object type: ${group}/${version}, Kind=${String(kind ?? '')}`);
  }
  const named = isJsonObject(parsed.value.metadata) ? parsed.value.metadata : {};
  const subject = `${String(named.namespace ?? '')}/${String(named.name ?? '')}; ${goVersion(type)}, Kind=${type.kind}`;
  const faults = typedErrors(schema, parsed.value);
  if (faults.length) {
    const text = faults.length === 1 ? faults[0] : `errors:\n${faults.map((fault) => `  ${fault}`).join('\n')}`;
    throw new ApiError(500, '', `failed to create typed patch object (${subject}): ${text}`);
  }
  const cannot = `failed to create typed patch object (${subject})`;
  const decoded = type.custom
    ? decodeCustomFields(type.custom.schema, parsed.value, parsed.duplicates, cannot).object
    : decode(schema, parsed, 'Ignore', exchange.warnings, cannot);
  const metadata = (isJsonObject(decoded.metadata) ? decoded.metadata : {}) as JsonObject;
  if (metadata.managedFields !== undefined) throw badRequest('metadata.managedFields must be nil');
  if (metadata.name !== undefined && metadata.name !== key.name) {
    throw badRequest(
      `the name of the object (${String(metadata.name)}) does not match the name on the URL (${key.name})`,
    );
  }
  if (key.namespace !== undefined && metadata.namespace !== undefined && metadata.namespace !== key.namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  // Source: `GetResetFields` of the strategies: nobody comes to own status but through its sub-resource.
  if (!context.subresource && type.subresources.some(({ name }) => name === 'status')) delete decoded.status;
  const wanted = {
    ...decoded,
    apiVersion,
    kind,
    metadata: { ...metadata, name: key.name, ...(key.namespace !== undefined && { namespace: key.namespace }) },
  } as unknown as KubeObject;
  const options = { manager: context.manager ?? '', force, subresource: context.subresource };
  const managed = { ...context, managesFields: true };
  const current = registry.storage.get(type.storage, key);
  if (!current) {
    if (context.subresource || metadata.uid !== undefined)
      throw conflict(type, key.name, 'uid mismatch: the object does not exist');
    return {
      object: registry.create(type, applyConfiguration(schema, undefined, wanted, options), managed),
      created: true,
    };
  }
  const object = registry.update(type, key, (live) => applyConfiguration(schema, live, wanted, options), managed);
  return { object, created: false };
}
