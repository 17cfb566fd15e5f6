import { isJsonObject, type Json } from '../objects/json.ts';
import type { ParsedJson } from './parse-json.ts';

/** The fields that a patch has twice, by path, inner ones first as Go meets them. */
export function duplicateFields({ value, duplicates }: ParsedJson): string[] {
  const walk = (inner: Json, path: string): string[] => {
    if (Array.isArray(inner)) return inner.flatMap((item, index) => walk(item, `${path}[${index}]`));
    if (!isJsonObject(inner)) return [];
    return Object.entries(inner).flatMap(([name, field]) => {
      const place = path ? `${path}.${name}` : name;
      const repeated = duplicates.get(inner)?.has(name) ? [`duplicate field "${place}"`] : [];
      return [...walk(field, place), ...repeated];
    });
  };
  return duplicates.size ? walk(value, '') : [];
}
