import { isJsonObject, type Json, type JsonObject } from '../objects/json.ts';
import type { Schema } from '../openapi/schema.ts';
import { zero } from './decode-object.ts';

/** Gives every scalar that Go always writes, pointers aside, its zero value where it is missing. Changes the object. */
export function fillRequired(schema: Schema, value: Json): void {
  if (schema.type === 'list' && Array.isArray(value)) for (const item of value) fillRequired(schema.items, item);
  if (schema.type === 'map' && isJsonObject(value))
    for (const item of Object.values(value)) fillRequired(schema.values, item);
  if (schema.type !== 'struct' || !isJsonObject(value)) return;
  for (const name of schema.required) {
    const field = schema.fields.get(name);
    if (!field || value[name] !== undefined || schema.pointers.has(name)) continue;
    if (scalars.has(field.schema.type)) setZero(value, name, field.schema);
  }
  for (const [name, inner] of Object.entries(value)) {
    const field = schema.fields.get(name);
    if (field) fillRequired(field.schema, inner);
  }
}

const scalars = new Set<Schema['type']>(['string', 'bytes', 'int32', 'int64', 'double', 'boolean', 'intOrString']);

function setZero(object: JsonObject, name: string, schema: Schema): void {
  const value = zero(schema);
  if (value !== undefined) object[name] = value;
}
