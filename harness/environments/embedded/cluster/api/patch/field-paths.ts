import type { Json } from '../objects/json.ts';
import type { FieldsV1 } from '../objects/kube-object.ts';

/** Paths as conflicts name them: `.spec.template.spec.containers[name="app"].image`. */
export function fieldPaths(set: FieldsV1, prefix = ''): string[] {
  return Object.entries(set).flatMap(([key, inner]) => {
    if (key === '.') return [prefix];
    const path = prefix + elementPath(key);
    return Object.keys(inner).length ? fieldPaths(inner, path) : [path];
  });
}

function elementPath(key: string): string {
  if (key.startsWith('f:')) return `.${key.slice(2)}`;
  if (key.startsWith('v:')) return `[=${key.slice(2)}]`;
  const keys = JSON.parse(key.slice(2)) as Record<string, Json>;
  return `[${Object.entries(keys)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(',')}]`;
}
