import { decodeCustomFields } from '../custom-resources/decode-custom-object.ts';
import { decode, parseYaml } from '../decoding/decode-body.ts';
import { kindOf } from '../decoding/decode-object.ts';
import type { FieldValidation } from '../decoding/expected-kind.ts';
import type { ParsedJson } from '../decoding/parse-json.ts';
import { repeatedKeysFault } from '../decoding/repeated-keys-fault.ts';
import { typedErrors } from '../decoding/typed-errors.ts';
import { ApiError, badRequest, conflict, notFound } from '../objects/api-error.ts';
import { isJsonObject, type JsonObject } from '../objects/json.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import type { StructSchema } from '../openapi/schema.ts';
import { applyConfiguration } from '../patch/apply.ts';
import { toCoreApi, toEventsApi } from '../registry/convert-event.ts';
import type { Registry } from '../registry/registry.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import type { WriteContext } from '../registry/strategy.ts';
import type { StorageKey } from '../storage/object-storage.ts';

interface Applier {
  readonly context: WriteContext;
  readonly manager: string;
  readonly force: boolean;
  readonly validation: FieldValidation;
}

/** Server-side apply of a configuration in YAML; creates what is not there. Throws ApiError. */
export async function applyObject(
  registry: Registry,
  type: ResourceType,
  key: StorageKey,
  schema: StructSchema,
  body: string,
  { context, manager, force, validation }: Applier,
): Promise<{ object: KubeObject; created: boolean }> {
  const parsed = await parseApplied(body);
  const value = parsed.value ?? {};
  if (!isJsonObject(value)) throw badRequest(`error decoding YAML: ${notAMap(value)}`);
  const wanted = configuration(type, key, schema, value, context.subresource);
  const decodeMerged = (merged: JsonObject): JsonObject => {
    const cannot = `failed to create typed patch object (${subject(type, value)})`;
    return {
      ...(type.custom
        ? decodeCustomFields(type.custom.schema, merged, new Map(), cannot).object
        : decode(schema, { value: merged, duplicates: new Map() }, 'Ignore', [], cannot)),
      apiVersion: type.apiVersion,
      kind: type.kind,
    };
  };
  const options = { manager, force, subresource: context.subresource, decode: decodeMerged };
  const apply = (live?: KubeObject): KubeObject => {
    const isEvent = type.group === 'events.k8s.io';
    const next = applyConfiguration(schema, live && isEvent ? toEventsApi(live) : live, wanted, options);
    judgeRepeatedKeys(parsed, validation, context.warnings ?? []);
    return isEvent ? toCoreApi(next) : next;
  };
  const managed = { ...context, managesFields: true, isPatch: true };
  if (registry.storage.get(type.storage, key))
    return { object: registry.update(type, key, apply, managed), created: false };
  if (context.subresource) throw notFound(type, key.name);
  const { uid, resourceVersion: _version, ...metadata } = wanted.metadata;
  if (uid) {
    const detail = `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`;
    throw conflict(type, key.name, detail);
  }
  wanted.metadata = metadata;
  return { object: registry.create(type, apply(), managed), created: true };
}

async function parseApplied(body: string): Promise<ParsedJson> {
  try {
    return await parseYaml(body);
  } catch (error) {
    const problem = error instanceof Error ? error.message : '';
    throw badRequest(`error decoding YAML: error converting YAML to JSON: ${problem}`);
  }
}

function notAMap(value: ParsedJson['value']): string {
  const detail = `json: cannot unmarshal ${kindOf(value)} into Go value of type map[string]interface {}`;
  return `error unmarshaling JSON: while decoding JSON: ${detail}`;
}

/** Keys that YAML has twice are looked at only when all else is well. */
function judgeRepeatedKeys(parsed: ParsedJson, validation: FieldValidation, warnings: string[]): void {
  const [fault] = repeatedKeysFault(parsed);
  if (!fault) return;
  if (validation === 'Strict') throw badRequest(`error strict decoding YAML: error converting YAML to JSON: ${fault}`);
  if (validation === 'Warn') warnings.push(...(parsed.repeatedKeys ?? []));
}

/** What is to be applied, checked against the kind and the address. */
function configuration(
  type: ResourceType,
  key: StorageKey,
  schema: StructSchema,
  given: JsonObject,
  subresource: string | undefined,
): KubeObject {
  const { apiVersion, kind } = given;
  if (apiVersion !== type.apiVersion || kind !== type.kind) {
    const [version = '', group = ''] = String(apiVersion ?? '')
      .split('/')
      .reverse();
    throw badRequest(`invalid object type: ${group}/${version}, Kind=${String(kind ?? '')}`);
  }
  const faults = typedErrors(schema, given);
  if (faults.length) {
    const text = faults.length === 1 ? faults[0] : `errors:\n${faults.map((fault) => `  ${fault}`).join('\n')}`;
    throw new ApiError(500, '', `failed to create typed patch object (${subject(type, given)}): ${text}`);
  }
  const metadata = isJsonObject(given.metadata) ? given.metadata : {};
  if (metadata.managedFields !== undefined) throw badRequest('metadata.managedFields must be nil');
  if (metadata.name !== undefined && metadata.name !== key.name) {
    throw badRequest(
      `the name of the object (${String(metadata.name)}) does not match the name on the URL (${key.name})`,
    );
  }
  if (key.namespace !== undefined && metadata.namespace !== undefined && metadata.namespace !== key.namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  const wanted: JsonObject = {
    ...given,
    metadata: { ...metadata, name: key.name, ...(key.namespace !== undefined && { namespace: key.namespace }) },
  };
  // Source: `GetResetFields` of the strategies: nobody comes to own status but through its sub-resource.
  if (subresource) delete wanted.spec;
  else if (type.subresources.some(({ name }) => name === 'status')) delete wanted.status;
  return wanted as unknown as KubeObject;
}

function subject({ group, version, kind }: ResourceType, { metadata }: JsonObject): string {
  const { namespace = '', name = '' } = isJsonObject(metadata) ? metadata : {};
  return `${String(namespace)}/${String(name)}; ${group}/${version}, Kind=${kind}`;
}
