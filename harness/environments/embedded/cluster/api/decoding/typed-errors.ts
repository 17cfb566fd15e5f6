import { isJsonObject, type Json } from '../objects/json.ts';
import type { Schema } from '../openapi/schema.ts';
import { itemKey, keyDefault } from '../patch/elements.ts';

/** What does not fit the schema, as server-side apply words it. Source: structured-merge-diff `typed/validate.go`. */
export function typedErrors(schema: Schema, value: Json, path = ''): string[] {
  if (value === null) return [];
  switch (schema.type) {
    case 'struct':
      if (!isJsonObject(value)) return [`${path}: expected map, got ${printed(value)}`];
      return Object.entries(value).flatMap(([name, field]) => {
        const known = schema.fields.get(name);
        return known
          ? typedErrors(known.schema, field, `${path}.${name}`)
          : [`${path}.${name}: field not declared in schema`];
      });
    case 'map':
      if (schema.deduced) return [];
      if (!isJsonObject(value)) return [`${path}: expected map, got ${printed(value)}`];
      return Object.entries(value).flatMap(([name, field]) => typedErrors(schema.values, field, `${path}.${name}`));
    case 'list': {
      if (!Array.isArray(value)) return [`${path}: expected list, got ${printed(value)}`];
      const missing =
        schema.listType === 'map' ? value.findIndex((item) => !hasKeys(schema.keys, item, schema.items)) : -1;
      if (missing >= 0) {
        const names = schema.keys.map((key) => `"${key}"`).join(', ');
        return [
          `${path}: element ${missing}: associative list with keys has an element that omits key field ${names} (and doesn't have default value)`,
        ];
      }
      const observed = new Set<string>();
      return value.flatMap((item, index) => {
        const place = itemPath(schema, item, index);
        const repeated = observed.has(place) ? [`${path}: duplicate entries for key ${place}`] : [];
        observed.add(place);
        return [...repeated, ...typedErrors(schema.items, item, `${path}${place}`)];
      });
    }
    case 'string':
    case 'time':
    case 'bytes':
      return typeof value === 'string' ? [] : [`${path}: expected string, got ${printed(value)}`];
    case 'int32':
    case 'int64':
    case 'double':
      return typeof value === 'number' ? [] : [`${path}: expected numeric (int or float), got ${goKind(value)}`];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${path}: expected boolean, got ${printed(value)}`];
    default:
      return [];
  }
}

function hasKeys(keys: readonly string[], item: Json, items: Schema): boolean {
  return keys.every((key) => {
    return isJsonObject(item) && (item[key] !== undefined || keyDefault(items, key) !== undefined);
  });
}

function itemPath(schema: Extract<Schema, { type: 'list' }>, item: Json, index: number): string {
  if (schema.listType === 'atomic') return `[${index}]`;
  if (schema.listType === 'set') return `[=${JSON.stringify(item)}]`;
  const keys = JSON.parse(itemKey(schema, item).slice(2)) as Record<string, Json>;
  const parts = Object.entries(keys).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return `[${parts.join(',')}]`;
}

function goKind(value: Json): string {
  if (typeof value === 'string') return 'string';
  return typeof value === 'boolean' ? 'bool' : Array.isArray(value) ? 'list' : 'map';
}

function printed(value: Json): string {
  return typeof value === 'object' ? `&{${goKind(value)}}` : String(value);
}
