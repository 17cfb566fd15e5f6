import { readFileSync } from 'node:fs';
import type { CompactDocument } from './compact-document.ts';

let loaded: CompactDocument | undefined;

/** The generated document, read at first use. */
export function document(): CompactDocument {
  loaded ??= JSON.parse(readFileSync(new URL('./kubernetes-1.34.json', import.meta.url), 'utf8')) as CompactDocument;
  return loaded;
}

let names: readonly string[] | undefined;

/** Names of the schemas, in the order by which they refer to each other. */
export function schemaNames(): readonly string[] {
  names ??= Object.keys(document().schemas);
  return names;
}
