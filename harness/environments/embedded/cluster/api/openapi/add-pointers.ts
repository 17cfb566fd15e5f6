import { readFileSync } from 'node:fs';
import type { CompactDocument, CompactSchema } from './compact-document.ts';
import type { ProtobufMessage } from './generate-protobuf.ts';

/**
 * Go leaves out an optional scalar that is zero, and always has a structure, unless it is a pointer, which OpenAPI does not
 * tell: keeps the pointers' names as `o` of their struct. A required one is not there until somebody sets it. Source: the messages that `generate-protobuf.ts` has read from the Go modules.
 */
export function addPointers(document: CompactDocument): void {
  const text = readFileSync(new URL('./protobuf-1.34.json', import.meta.url), 'utf8');
  const messages = JSON.parse(text) as Readonly<Record<string, ProtobufMessage>>;
  for (const [name, schema] of Object.entries(document.schemas)) {
    const message = messages[name];
    const fields = Object.keys(schema.p ?? {});
    const pointers = message ? pointersOf(message) : new Set(fields.filter((field) => !schema.r?.includes(field)));
    const kept = fields.filter((field) => pointers.has(field) && isDroppable(schema, field));
    if (kept.length) schema.o = kept;
    else delete schema.o;
  }
}

function isDroppable(schema: CompactSchema, field: string): boolean {
  const type = schema.p?.[field] ?? '';
  const name = typeof type === 'string' ? type : type.t;
  return 'silbdy'.includes(name) || (name.startsWith('#') && !schema.r?.includes(field));
}

function pointersOf(message: ProtobufMessage): Set<string> {
  const names = Object.values(message).flatMap((field) =>
    typeof field === 'object' ? [...pointersOf(field)] : field.endsWith('*') ? [field.slice(0, -1)] : [],
  );
  return new Set(names);
}
