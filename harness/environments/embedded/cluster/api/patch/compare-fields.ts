import { isJsonObject, type Json, jsonEqual, setField } from '../objects/json.ts';
import type { FieldsV1 } from '../objects/kube-object.ts';
import type { Schema } from '../openapi/schema.ts';
import { type Element, elements } from './elements.ts';
import { fieldNode } from './field-set.ts';

/** What a write does to the fields of an object. */
export interface Comparison {
  readonly added: FieldsV1;
  readonly modified: FieldsV1;
  readonly removed: FieldsV1;
}

type Change = keyof Comparison;

const changes: readonly Change[] = ['added', 'modified', 'removed'];

/** Compares two states of an object field by field. Source: structured-merge-diff `typed/compare.go`. */
export function compareFields(schema: Schema | undefined, before: Json, after: Json): Comparison {
  return { ...unchanged, ...compare(schema, before, after) };
}

const unchanged: Comparison = { added: {}, modified: {}, removed: {} };

type Part = { readonly [change in Change]?: FieldsV1 };

function compare(
  schema: Schema | undefined,
  before: Json | undefined,
  after: Json | undefined,
  isOptional = false,
): Part {
  const old = parts(schema, before);
  const next = parts(schema, after);
  if (!old || !next || (!old.size && !next.size)) return leaf(before, after);
  const sets = { added: {}, modified: {}, removed: {} };
  for (const key of new Set([...old.keys(), ...next.keys()])) {
    const part = compareItems(old.get(key) ?? [], next.get(key) ?? []);
    for (const change of changes) if (part[change]) setField(sets[change], key, part[change]);
  }
  const result: { [change in Change]?: FieldsV1 } = {};
  const own = before === undefined ? 'added' : after === undefined ? 'removed' : undefined;
  for (const change of changes) {
    const node = fieldNode(change === own && (isOptional || standsAlone(schema)), sets[change]);
    if (node) result[change] = node;
  }
  return result;
}

/** Items of one key; where there are several they count as one value. */
function compareItems(old: readonly Element[], next: readonly Element[]): Part {
  const [before] = old;
  const [after] = next;
  if (old.length <= 1 && next.length <= 1) {
    const { schema, isOptional } = after ?? before ?? {};
    const part = compare(schema, before?.value, after?.value, isOptional);
    return (after ?? before)?.key.startsWith('k:') ? withItem(part, before, after) : part;
  }
  const values = (items: readonly Element[]) => (items.length ? items.map(({ value }) => value) : undefined);
  return leaf(values(old), values(next));
}

/** An item of a list is owned itself, whatever it holds. */
function withItem(part: Part, before: Element | undefined, after: Element | undefined): Part {
  const own = before ? (after ? undefined : 'removed') : 'added';
  if (!own) return part;
  const { '.': _self, ...inner } = part[own] ?? {};
  return { ...part, [own]: fieldNode(true, inner) };
}

/** Structures that Go always has are neither added nor removed; maps, lists and what is nullable are. */
function standsAlone(schema: Schema | undefined): boolean {
  return schema?.type === 'map' || (schema !== undefined && 'nullable' in schema && schema.nullable === true);
}

function leaf(before: Json | undefined, after: Json | undefined): Part {
  if (before === undefined) return after === undefined ? {} : { added: {} };
  if (after === undefined) return { removed: {} };
  return jsonEqual(before, after) ? {} : { modified: {} };
}

/** The parts by key; what is not there has none. Undefined for a value that is owned as a whole. */
function parts(schema: Schema | undefined, value: Json | undefined): Map<string, Element[]> | undefined {
  if (value === undefined) return isParted(schema) ? new Map() : undefined;
  const found = elements(schema, value);
  if (!found) return undefined;
  const result = new Map<string, Element[]>();
  for (const element of found) result.set(element.key, [...(result.get(element.key) ?? []), element]);
  return result;
}

function isParted(schema: Schema | undefined): boolean {
  if (schema?.type === 'list') return schema.listType !== 'atomic';
  return (schema?.type === 'struct' || schema?.type === 'map') && !schema.atomic;
}

/** Whether two states are the same to whoever owns fields. */
export function isSame({ added, modified, removed }: Comparison): boolean {
  return [added, modified, removed].every((set) => isJsonObject(set) && !Object.keys(set).length);
}
