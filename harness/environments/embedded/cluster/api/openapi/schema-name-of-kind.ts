import { document } from './document.ts';

let kinds: Map<string, string> | undefined;

/** Name of a kind's schema in the document; undefined for a kind that it does not hold. */
export function schemaNameOfKind(group: string, version: string, kind: string): string | undefined {
  if (!kinds) {
    kinds = new Map();
    for (const [name, { k }] of Object.entries(document().schemas)) {
      for (const key of k ?? []) if (!kinds.has(key.join('/'))) kinds.set(key.join('/'), name);
    }
  }
  return kinds.get(`${group}/${version}/${kind}`);
}
