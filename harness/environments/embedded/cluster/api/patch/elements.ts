import { zero } from '../decoding/decode-object.ts';
import { isJsonObject, type Json, setField } from '../objects/json.ts';
import type { FieldsV1 } from '../objects/kube-object.ts';
import type { ListSchema, Schema, StructSchema } from '../openapi/schema.ts';
import { fieldNode } from './field-set.ts';

/** One step into an object, as `fieldsV1` writes it: `f:name`, `k:{"name":"x"}` or `v:"x"`. */
export interface Element {
  readonly key: string;
  readonly value: Json;
  readonly schema: Schema | undefined;
  /** Go has nothing where it is not set: a pointer, or what is left out when empty. */
  readonly isOptional?: boolean;
}

/** The parts of a value that can be owned apart; undefined for one that is owned as a whole. */
export function elements(schema: Schema | undefined, value: Json | undefined, atomic = false): Element[] | undefined {
  if (atomic || !schema) return undefined;
  if (isJsonObject(value)) {
    if (schema.type === 'struct' && !schema.atomic) {
      return Object.entries(value).map(([name, item]) => ({
        key: `f:${name}`,
        value: item,
        schema: atomicField(schema, name) ? undefined : schema.fields.get(name)?.schema,
        isOptional: isOptional(schema, name),
      }));
    }
    if (schema.type === 'map' && !schema.atomic) {
      return Object.entries(value).map(([name, item]) => ({ key: `f:${name}`, value: item, schema: schema.values }));
    }
    return undefined;
  }
  if (Array.isArray(value) && schema.type === 'list' && schema.listType !== 'atomic') {
    return value.map((item) => ({ key: itemKey(schema, item), value: item, schema: schema.items }));
  }
  return undefined;
}

function isOptional({ fields, required, pointers }: StructSchema, name: string): boolean {
  return !required.has(name) && (pointers.has(name) || fields.get(name)?.schema.type === 'list');
}

function atomicField(schema: Schema, name: string): boolean {
  return schema.type === 'struct' && schema.fields.get(name)?.atomic === true;
}

/** Keys that an item leaves out count with their default, as `protocol: TCP` does. */
export function itemKey(list: ListSchema, item: Json): string {
  if (list.listType === 'set' || !isJsonObject(item)) return `v:${JSON.stringify(item)}`;
  const keys: Record<string, Json> = {};
  for (const key of [...list.keys].sort()) {
    const value = item[key] ?? keyDefault(list.items, key);
    if (value !== undefined) keys[key] = value;
  }
  return `k:${JSON.stringify(keys)}`;
}

/** What a key counts as that an item leaves out; undefined where it must not. What Go always writes is zero then. */
export function keyDefault(items: Schema, key: string): Json | undefined {
  if (items.type !== 'struct') return undefined;
  const field = items.fields.get(key);
  if (field?.default !== undefined) return field.default as Json;
  return field && items.required.has(key) && !items.pointers.has(key) ? zero(field.schema) : undefined;
}

/** Every field that is set in a value. Source: structured-merge-diff `typed/tofieldset.go`. */
export function fieldSet(schema: Schema | undefined, value: Json): FieldsV1 {
  const set: FieldsV1 = {};
  for (const element of elements(schema, value) ?? []) {
    const parts = elements(element.schema, element.value);
    // A list that is owned by its items is nobody's without any.
    if (parts?.length === 0 && Array.isArray(element.value)) continue;
    const isOwned = !parts?.length || element.key.startsWith('k:') || schema?.type === 'map';
    const inner = fieldSet(element.schema, element.value);
    const node = fieldNode(isOwned, inner);
    if (node) setField(set, element.key, node);
  }
  return set;
}
