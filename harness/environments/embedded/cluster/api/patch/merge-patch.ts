import { isJsonObject, type Json, type JsonObject, setField } from '../objects/json.ts';

/** RFC 7386. */
export function mergePatch(target: Json, patch: Json): Json {
  if (!isJsonObject(patch)) return patch;
  const result: JsonObject = isJsonObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else setField(result, name, mergePatch(Object.hasOwn(result, name) ? (result[name] ?? null) : null, value));
  }
  return result;
}
