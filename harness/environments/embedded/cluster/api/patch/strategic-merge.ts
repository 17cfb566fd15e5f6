import { ApiError } from '../objects/api-error.ts';
import { isJsonObject, type Json, type JsonObject, jsonEqual, setField } from '../objects/json.ts';
import type { FieldSchema, ListSchema, Schema } from '../openapi/schema.ts';
import { goText } from './go-text.ts';

const orderMark = '$setElementOrder';
const orderPrefix = `${orderMark}/`;
const deletionPrefix = '$deleteFromPrimitiveList/';

/**
 * Strategic merge patch. Lists merge by the keys that the schema names; directives `$patch`, `$retainKeys`,
 * `$setElementOrder/…` and `$deleteFromPrimitiveList/…` are heeded. Source: apimachinery `pkg/util/strategicpatch`.
 */
export function strategicMerge(schema: Schema | undefined, target: JsonObject, patch: JsonObject): JsonObject {
  const { $patch: directive, $retainKeys: retained, ...fields } = patch;
  if (directive === 'replace') return clean(fields) as JsonObject;
  if (directive === 'delete') return {};
  if (directive !== undefined && directive !== 'merge')
    throw new ApiError(500, '', `unknown patch type: ${String(directive)} in map: ${goText(patch)}`);
  const result: JsonObject = { ...target };
  if (Array.isArray(retained))
    for (const name of Object.keys(result)) if (!retained.includes(name)) delete result[name];
  for (const [name, value] of Object.entries(fields)) {
    if (name.startsWith(orderMark) || name.startsWith(deletionPrefix)) continue;
    const present = Object.hasOwn(result, name) ? result[name] : undefined;
    if (value === null) delete result[name];
    else setField(result, name, mergeField(fieldOf(schema, name), present, value));
  }
  for (const [name, value] of Object.entries(fields)) {
    if (!Array.isArray(value)) {
      if (name.startsWith(orderMark))
        throw new ApiError(500, '', `expected a []interface {}, but received a ${goType(value)}`);
      continue;
    }
    if (name.startsWith(deletionPrefix)) {
      const list = result[name.slice(deletionPrefix.length)];
      if (Array.isArray(list)) {
        result[name.slice(deletionPrefix.length)] = list.filter((item) => !value.some((gone) => jsonEqual(gone, item)));
      }
    } else if (name.startsWith(orderPrefix)) {
      const field = name.slice(orderPrefix.length);
      const list = result[field];
      const mergeKey = listOf(fieldOf(schema, field)?.schema)?.mergeKey;
      const before = target[field];
      requireOrder(fields[field], value, mergeKey);
      if (Array.isArray(list)) result[field] = ordered(list, value, Array.isArray(before) ? before : [], mergeKey);
    } else if (!Object.hasOwn(fields, orderPrefix + name)) {
      const merged = listOf(fieldOf(schema, name)?.schema);
      const [list, before] = [result[name], target[name]];
      if (!merged?.patchStrategy.includes('merge') || !Array.isArray(list) || !Array.isArray(before)) continue;
      result[name] = ordered(list, value, before, merged.mergeKey);
    }
  }
  return result;
}

function fieldOf(schema: Schema | undefined, name: string): FieldSchema | undefined {
  if (schema?.type === 'struct') return schema.fields.get(name);
  return schema?.type === 'map'
    ? { schema: schema.values, default: undefined, patchStrategy: [], atomic: false }
    : undefined;
}

function listOf(schema: Schema | undefined): ListSchema | undefined {
  return schema?.type === 'list' ? schema : undefined;
}

function mergeField(field: FieldSchema | undefined, target: Json | undefined, patch: Json): Json {
  if (isJsonObject(patch)) {
    if (field?.patchStrategy.includes('replace') || !isJsonObject(target)) {
      return strategicMerge(field?.schema, {}, patch);
    }
    return strategicMerge(field?.schema, target, patch);
  }
  const list = listOf(field?.schema);
  // What is not there yet is taken as it comes, also where it repeats a merge key or lacks it.
  if (!Array.isArray(patch) || !Array.isArray(target) || !list?.patchStrategy.includes('merge')) return clean(patch);
  refuseMixedItems(target, patch);
  return list.mergeKey === undefined ? mergePrimitives(target, patch) : mergeByKey(list, list.mergeKey, target, patch);
}

/** What is put in must stand in the order that is asked for. Source: `validatePatchWithSetOrderList`. */
function requireOrder(patch: Json | undefined, order: readonly Json[], key: string | undefined): void {
  if (!Array.isArray(patch)) return;
  const identity = (item: Json): Json | undefined => (key !== undefined && isJsonObject(item) ? item[key] : item);
  const kept = patch.filter((item) => !isJsonObject(item) || item.$patch !== 'delete');
  let matched = 0;
  for (const item of order)
    if (matched < kept.length && jsonEqual(identity(kept[matched] ?? null), identity(item))) matched++;
  if (matched === kept.length) return;
  const lists = [patch, [...order]].map(goText);
  throw new ApiError(
    500,
    '',
    `The order in patch list:\n${lists[0]}\n doesn't match ${orderMark} list:\n${lists[1]}\n`,
  );
}

/** Source: `sliceElementType`. */
function refuseMixedItems(target: readonly Json[], patch: readonly Json[]): void {
  const [first, ...rest] = [...target, ...patch].map(goType);
  if (first === goType([])) throw new ApiError(500, '', 'lists of lists are not supported');
  if (rest.every((type) => type === first)) return;
  throw new ApiError(500, '', `list element types are not identical: ${goText([[...target], [...patch]])}`);
}

/** The type by which Go holds a value of JSON. */
function goType(value: Json | undefined): string {
  if (value === undefined || value === null) return '%!s(<nil>)';
  if (Array.isArray(value)) return '[]interface {}';
  if (isJsonObject(value)) return 'map[string]interface {}';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}

function mergePrimitives(target: readonly Json[], patch: readonly Json[]): Json[] {
  return [...target, ...patch.filter((item) => !target.some((present) => jsonEqual(present, item)))];
}

function mergeByKey(list: ListSchema, key: string, target: readonly Json[], patch: readonly Json[]): Json[] {
  const items = patch.filter(isJsonObject);
  if (items.some((item) => item.$patch === 'replace' && Object.keys(item).length === 1)) {
    return items.filter((item) => item.$patch !== 'replace');
  }
  const result = [...target];
  const position = (value: Json | undefined): number =>
    result.findIndex((item) => isJsonObject(item) && jsonEqual(item[key], value));
  for (const item of items) {
    if (item[key] === undefined) {
      throw new ApiError(500, '', `map: ${goText(item)} does not contain declared merge key: ${key}`);
    }
    const index = position(item[key]);
    const present = index < 0 ? undefined : result[index];
    if (item.$patch === 'delete') {
      for (let at = index; at >= 0; at = position(item[key])) result.splice(at, 1);
    } else if (isJsonObject(present)) {
      result[index] = strategicMerge(list.items, present, item);
    } else {
      result.push(strategicMerge(list.items, {}, item));
    }
  }
  return result;
}

/** Items that the client ordered stand in its order; those only the server has keep their place among them. */
function ordered(
  list: readonly Json[],
  order: readonly Json[],
  before: readonly Json[],
  key: string | undefined,
): Json[] {
  const identity = (item: Json): string =>
    JSON.stringify(key !== undefined && isJsonObject(item) ? (item[key] ?? null) : item);
  const wanted = new Map(order.map((item, index) => [identity(item), index]));
  const places = new Map(before.map((item, index) => [identity(item), index]));
  const listed = list
    .filter((item) => wanted.has(identity(item)))
    .sort((left, right) => (wanted.get(identity(left)) ?? 0) - (wanted.get(identity(right)) ?? 0));
  const others = list.filter((item) => !wanted.has(identity(item)));
  const result: Json[] = [];
  for (const item of listed) {
    const place = places.get(identity(item));
    while (others[0] !== undefined && place !== undefined && (places.get(identity(others[0])) ?? 0) < place) {
      result.push(...others.splice(0, 1));
    }
    result.push(item);
  }
  return [...result, ...others];
}

/** What a patch puts in new must not carry nulls or directives. */
function clean(value: Json): Json {
  if (Array.isArray(value)) return value.map(clean);
  if (!isJsonObject(value)) return value;
  const result: JsonObject = {};
  for (const [name, field] of Object.entries(value)) {
    if (field !== null && !name.startsWith('$')) setField(result, name, clean(field));
  }
  return result;
}
