import { duplicate, type FieldError, required } from '../objects/field-error.ts';
import { isJsonObject, type Json } from '../objects/json.ts';
import { additionalSchema, type JsonSchema } from './json-schema.ts';

/** Items that a list of type set or map holds twice, and embedded resources that say not what they are. Source: apiextensions `pkg/apiserver/schema/{listtype,objectmeta}`. */
export function listErrors(schema: JsonSchema, value: Json | undefined, path: string): FieldError[] {
  if (Array.isArray(value)) {
    const { items } = schema;
    const inner = items ? value.flatMap((item, index) => listErrors(items, item, `${path}[${index}]`)) : [];
    return [...inner, ...repeated(schema, value, path)];
  }
  if (!isJsonObject(value)) return [];
  const errors: FieldError[] = [];
  if (schema['x-kubernetes-embedded-resource']) {
    for (const name of ['apiVersion', 'kind']) if (!value[name]) errors.push(required(`${path}.${name}`, ''));
  }
  const others = additionalSchema(schema);
  for (const [name, field] of Object.entries(value)) {
    const inner = Object.hasOwn(schema.properties ?? {}, name) ? schema.properties?.[name] : others;
    if (inner) errors.push(...listErrors(inner, field, path ? `${path}.${name}` : name));
  }
  return errors;
}

function repeated(schema: JsonSchema, items: readonly Json[], path: string): FieldError[] {
  const type = schema['x-kubernetes-list-type'];
  if (type !== 'set' && type !== 'map') return [];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const seen = new Set<string>();
  return items.flatMap((item, index) => {
    const held = isJsonObject(item) && type === 'map' ? keys.filter((key) => item[key] !== undefined) : [];
    const identity =
      type === 'map' && isJsonObject(item) ? Object.fromEntries(held.map((key) => [key, item[key]])) : item;
    const text = JSON.stringify(identity);
    const isKnown = seen.has(text);
    seen.add(text);
    return isKnown ? [duplicate(`${path}[${index}]`, identity)] : [];
  });
}
