import { cloneJson, isJsonObject, type Json, type JsonObject, setField } from '../objects/json.ts';
import type { Schema } from '../openapi/schema.ts';
import { elements, itemKey } from './elements.ts';

/** Puts what is applied into what is there, which it changes. Source: structured-merge-diff `typed/merge.go`. */
export function mergeApplied(schema: Schema | undefined, live: Json | undefined, applied: Json): Json {
  if (!elements(schema, applied)) return cloneJson(applied);
  if (isJsonObject(applied) && schema) {
    const result: JsonObject = isJsonObject(live) ? live : {};
    for (const [name, value] of Object.entries(applied)) {
      const field = schema.type === 'struct' ? schema.fields.get(name) : undefined;
      const inner = schema.type === 'map' ? schema.values : field?.atomic ? undefined : field?.schema;
      setField(result, name, mergeApplied(inner, Object.hasOwn(result, name) ? result[name] : undefined, value));
    }
    return result;
  }
  if (Array.isArray(applied) && schema?.type === 'list') {
    const result = Array.isArray(live) ? [...live] : [];
    for (const item of applied) {
      const key = itemKey(schema, item);
      const index = result.findIndex((present) => itemKey(schema, present) === key);
      if (index < 0) result.push(cloneJson(item));
      else result[index] = mergeApplied(schema.items, result[index], item);
    }
    return result;
  }
  return cloneJson(applied);
}
