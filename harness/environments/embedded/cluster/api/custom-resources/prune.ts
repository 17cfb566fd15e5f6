import { isJsonObject, type Json } from '../objects/json.ts';
import { additionalSchema, type JsonSchema } from './json-schema.ts';

const ofResources = new Set(['apiVersion', 'kind', 'metadata']);

/**
 * Takes fields off that the schema does not know, and nulls where it wants none. Calls `unknown` with the path of each
 * field that goes. Source: apiextensions `pkg/apiserver/schema/pruning`, `defaulting.PruneNonNullableNullsWithoutDefaults`.
 */
export function prune(
  schema: JsonSchema,
  value: Json,
  path: string,
  unknown: (path: string) => void,
  isRoot = false,
): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      if (schema.items) prune(schema.items, item, `${path}[${index}]`, unknown);
    }
    return;
  }
  if (!isJsonObject(value)) return;
  const isResource = isRoot || schema['x-kubernetes-embedded-resource'];
  const others = additionalSchema(schema);
  const open = schema['x-kubernetes-preserve-unknown-fields'] || schema.additionalProperties === true;
  for (const [name, field] of Object.entries(value)) {
    if (isResource && ofResources.has(name)) continue;
    const place = path ? `${path}.${name}` : name;
    const inner = Object.hasOwn(schema.properties ?? {}, name) ? schema.properties?.[name] : others;
    if (inner) {
      if (field === null && !inner.nullable && schema.properties?.[name]) delete value[name];
      else prune(inner, field, place, unknown);
    } else if (!open) {
      unknown(place);
      delete value[name];
    }
  }
}
