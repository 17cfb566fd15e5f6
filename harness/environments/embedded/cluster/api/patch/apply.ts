import { cloneJson, isJsonObject, type Json, type JsonObject } from '../objects/json.ts';
import { type FieldsV1, type KubeObject, timestamp } from '../objects/kube-object.ts';
import type { Schema, StructSchema } from '../openapi/schema.ts';
import { applyConflict } from './apply-conflict.ts';
import { compareFields, isSame } from './compare-fields.ts';
import { elements, fieldSet } from './elements.ts';
import { difference, intersection, isEmptySet, union } from './field-set.ts';
import { ManagedFields, withoutManagement } from './managed-fields.ts';
import { mergeApplied } from './merge-applied.ts';
import { ownable } from './track-fields.ts';

export interface ApplyOptions {
  readonly manager: string;
  readonly force: boolean;
  readonly subresource?: string | undefined;
  /** Reads what has come about as the kind that it is. Throws ApiError. */
  readonly decode: (merged: JsonObject) => JsonObject;
}

/**
 * Server-side apply: merges what the manager wants into the live object, takes off what it wanted before and nobody else
 * does, and refuses to change what another owns unless forced. Throws ApiError Conflict naming the owners.
 * Source: structured-merge-diff `merge/update.go`.
 */
export function applyConfiguration(
  schema: StructSchema,
  live: KubeObject | undefined,
  applied: KubeObject,
  options: ApplyOptions,
): KubeObject {
  const { manager, force, subresource, decode } = options;
  const { apiVersion } = applied;
  const applier = { manager, operation: 'Apply', apiVersion, ...(subresource && { subresource }) } as const;
  const managed = new ManagedFields(live?.metadata.managedFields);
  const base = (live ? withoutManagement(live) : {}) as unknown as JsonObject;
  const config = applied as unknown as JsonObject;
  const wanted = fieldSet(schema, config);
  const merged = mergeApplied(schema, cloneJson(base), config) as JsonObject;
  const previous = managed.get(applier);
  const others = managed.others(applier);
  if (previous) {
    const kept = others.reduce((all, { set }) => union(all, set), wanted);
    prune(schema, merged, difference(previous, kept), kept);
  }
  const comparison = compareFields(schema, base, merged);
  const changed = union(comparison.added, comparison.modified);
  const conflicts = others
    .map((other) => ({ ...other, set: intersection(other.set, changed) }))
    .filter(({ set }) => !isEmptySet(set));
  if (conflicts.length && !force) throw applyConflict(conflicts);
  // Who applies what is there already is an owner without a time.
  managed.set(applier, wanted, isSame(comparison) ? undefined : timestamp());
  managed.release(union(changed, comparison.removed), applier);
  const owned = ownable(wanted);
  if (isEmptySet(owned)) managed.forget(applier);
  else managed.set(applier, owned);
  const next = decode(merged) as unknown as KubeObject;
  managed.writeTo(next, live);
  return next;
}

/** Takes the fields of `gone` off, but leaves what holds fields that are still owned. */
function prune(schema: Schema | undefined, value: Json, gone: FieldsV1, kept: FieldsV1): void {
  const items = elements(schema, value) ?? [];
  for (const [index, element] of [...items.entries()].reverse()) {
    const part = gone[element.key];
    if (!part) continue;
    const whole = isEmptySet(part) || Object.hasOwn(part, '.');
    const stillOwned = kept[element.key];
    if (!isEmptySet(part)) prune(element.schema, element.value, part, stillOwned ?? {});
    const emptied = elements(element.schema, element.value)?.length === 0 && !stillOwned && !isEmptySet(part);
    if ((!whole && !emptied) || stillOwned) continue;
    if (Array.isArray(value)) value.splice(index, 1);
    else if (isJsonObject(value)) delete value[element.key.slice(2)];
  }
}
