import { isJsonObject } from '../../../environments/embedded/cluster/api/objects/json.ts';

/** Names and types of what a body holds, for documents whose content is the server's own affair. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length ? [shapeOf(value[0])] : [];
  if (!isJsonObject(value)) return typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, field]) => [name, shapeOf(field)] as const)
      .sort(([left], [right]) => (left < right ? -1 : 1)),
  );
}
