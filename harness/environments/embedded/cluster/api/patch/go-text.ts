import { isJsonObject, type Json } from '../objects/json.ts';

/** A value as Go prints it with `%v`. */
export function goText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (!isJsonObject(value)) return value === null ? '<nil>' : String(value);
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `map[${entries.map(([name, field]) => `${name}:${goText(field)}`).join(' ')}]`;
}
