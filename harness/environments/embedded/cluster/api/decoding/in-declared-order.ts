import { isJsonObject, type Json } from '../objects/json.ts';
import type { ProtobufMessage } from '../openapi/generate-protobuf.ts';
import type { Schema } from '../openapi/schema.ts';
import { protobufMessages } from './protobuf-messages.ts';

/**
 * The same value with the fields of each structure in the order of Go's declaration, which is that of the protobuf numbers
 * but for the few fields that were put between others later.
 */
export function inDeclaredOrder(schema: Schema, value: Json): Json {
  if (schema.type === 'list' && Array.isArray(value)) return value.map((item) => inDeclaredOrder(schema.items, item));
  if (!isJsonObject(value)) return value;
  if (schema.type === 'map') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inDeclaredOrder(schema.values, item)]));
  }
  if (schema.type !== 'struct') return value;
  const declared = fieldNames(protobufMessages()[schema.name] ?? {});
  const place = (name: string) => (declared.includes(name) ? declared.indexOf(name) : declared.length);
  const entries = Object.entries(value).sort(([left], [right]) => place(left) - place(right));
  return Object.fromEntries(
    entries.map(([name, item]) => {
      const field = schema.fields.get(name);
      return [name, field ? inDeclaredOrder(field.schema, item) : item];
    }),
  );
}

function fieldNames(message: ProtobufMessage): string[] {
  return Object.values(message).flatMap((field) =>
    typeof field === 'string' ? [field.replace(/\*$/, '')] : fieldNames(field),
  );
}
