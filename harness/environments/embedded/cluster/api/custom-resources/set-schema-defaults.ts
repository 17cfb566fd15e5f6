import { cloneJson, isJsonObject, type Json } from '../objects/json.ts';
import { additionalSchema, type JsonSchema } from './json-schema.ts';

/** Fills in the defaults of a structural schema. Source: apiextensions `pkg/apiserver/schema/defaulting`. */
export function setSchemaDefaults(schema: JsonSchema, value: Json | undefined): void {
  if (Array.isArray(value)) {
    if (schema.items) for (const item of value) setSchemaDefaults(schema.items, item);
    return;
  }
  if (!isJsonObject(value)) return;
  for (const [name, inner] of Object.entries(schema.properties ?? {})) {
    if (value[name] === undefined && inner.default !== undefined) value[name] = cloneJson(inner.default);
    setSchemaDefaults(inner, value[name]);
  }
  const others = additionalSchema(schema);
  if (!others) return;
  for (const [name, item] of Object.entries(value)) {
    if (!Object.hasOwn(schema.properties ?? {}, name)) setSchemaDefaults(others, item);
  }
}
