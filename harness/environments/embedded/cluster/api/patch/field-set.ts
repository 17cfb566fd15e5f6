import { isJsonObject, type Json, jsonEqual, setField } from '../objects/json.ts';
import type { FieldsV1 } from '../objects/kube-object.ts';
import type { ListSchema, Schema } from '../openapi/schema.ts';

/** One step into an object, as `fieldsV1` writes it: `f:name`, `k:{"name":"x"}` or `v:"x"`. */
export interface Element {
  readonly key: string;
  readonly value: Json;
  readonly schema: Schema | undefined;
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

function atomicField(schema: Schema, name: string): boolean {
  return schema.type === 'struct' && schema.fields.get(name)?.atomic === true;
}

/** Keys that an item leaves out count with their default, as `protocol: TCP` does. */
export function itemKey(list: ListSchema, item: Json): string {
  if (list.listType === 'set' || !isJsonObject(item)) return `v:${JSON.stringify(item)}`;
  const keys: Record<string, Json> = {};
  for (const key of [...list.keys].sort()) {
    const fallback = list.items.type === 'struct' ? list.items.fields.get(key)?.default : undefined;
    const value = item[key] ?? (fallback as Json | undefined);
    if (value !== undefined) keys[key] = value;
  }
  return `k:${JSON.stringify(keys)}`;
}

/** Every field that is set in a value. */
export function fieldSet(schema: Schema | undefined, value: Json): FieldsV1 {
  const set: FieldsV1 = {};
  for (const element of elements(schema, value) ?? []) {
    const inner = fieldSet(element.schema, element.value);
    setField(set, element.key, element.key.startsWith('k:') ? { '.': {}, ...inner } : inner);
  }
  return set;
}

/** Fields of `next` that `before` does not have or has with another value. */
export function changedFields(schema: Schema | undefined, before: Json | undefined, next: Json): FieldsV1 {
  const set: FieldsV1 = {};
  const present = new Map((elements(schema, before) ?? []).map((element) => [element.key, element]));
  for (const element of elements(schema, next) ?? []) {
    const old = present.get(element.key);
    if (old && jsonEqual(old.value, element.value)) continue;
    const inner = changedFields(element.schema, old?.value, element.value);
    const parts = elements(element.schema, element.value);
    const whole = !parts || parts.length === 0;
    if (whole && old && elements(element.schema, old.value)?.length === 0 && parts) continue;
    const added =
      !old && !whole && (element.key.startsWith('k:') || element.schema?.type === 'map' || isNullable(element.schema));
    if (whole || Object.keys(inner).length || added) setField(set, element.key, added ? { '.': {}, ...inner } : inner);
  }
  return set;
}

function isNullable(schema: Schema | undefined): boolean {
  return schema !== undefined && 'nullable' in schema && schema.nullable === true;
}

export function union(left: FieldsV1, right: FieldsV1): FieldsV1 {
  const result = { ...left };
  for (const [key, value] of Object.entries(right)) {
    setField(result, key, Object.hasOwn(left, key) ? joinLeaf(left[key] ?? {}, value) : value);
  }
  return result;
}

/** A leaf (owned as a whole) beside a set with parts keeps itself as `.`. */
function joinLeaf(left: FieldsV1, right: FieldsV1): FieldsV1 {
  const joined = union(left, right);
  const isLeaf = (set: FieldsV1) => Object.keys(set).length === 0;
  return isLeaf(left) !== isLeaf(right) ? { '.': {}, ...joined } : joined;
}

/** Fields of both. */
export function intersection(left: FieldsV1, right: FieldsV1): FieldsV1 {
  const result: FieldsV1 = {};
  for (const [key, value] of Object.entries(left)) {
    const other = Object.hasOwn(right, key) ? right[key] : undefined;
    if (!other) continue;
    const inner = intersection(value, other);
    const both = owns(value) && owns(other);
    if (both || Object.keys(inner).length)
      setField(result, key, both && Object.keys(inner).length ? { '.': {}, ...inner } : inner);
  }
  return result;
}

/** Fields of `set` that an object with fields `present` still has. */
export function restrict(set: FieldsV1, present: FieldsV1): FieldsV1 {
  const result: FieldsV1 = {};
  for (const [key, value] of Object.entries(set)) {
    const there = Object.hasOwn(present, key) ? present[key] : undefined;
    if (key === '.') result['.'] = {};
    else if (there) {
      const inner = restrict(value, there);
      if (isEmptySet(value) || !isEmptySet(inner)) setField(result, key, inner);
    }
  }
  return result;
}

/** Fields of `left` without those of `right`. */
export function difference(left: FieldsV1, right: FieldsV1): FieldsV1 {
  const result: FieldsV1 = {};
  for (const [key, value] of Object.entries(left)) {
    const other = Object.hasOwn(right, key) ? right[key] : undefined;
    if (!other) {
      setField(result, key, value);
      continue;
    }
    const inner = difference(value, other);
    const self = owns(value) && !owns(other);
    if (self || Object.keys(inner).length) {
      setField(result, key, self && Object.keys(inner).length ? { '.': {}, ...inner } : inner);
    }
  }
  return result;
}

/** Whether the set holds the element itself, not only parts of it. */
function owns(set: FieldsV1): boolean {
  return Object.keys(set).length === 0 || Object.hasOwn(set, '.');
}

export function isEmptySet(set: FieldsV1): boolean {
  return Object.keys(set).length === 0;
}

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
