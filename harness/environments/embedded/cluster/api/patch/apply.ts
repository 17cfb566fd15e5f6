import { ApiError } from '../objects/api-error.ts';
import { cloneJson, isJsonObject, type Json, type JsonObject, jsonEqual, setField } from '../objects/json.ts';
import { type FieldsV1, type KubeObject, type ManagedFieldsEntry, timestamp } from '../objects/kube-object.ts';
import type { Schema, StructSchema } from '../openapi/schema.ts';
import { difference, elements, fieldPaths, fieldSet, intersection, isEmptySet, itemKey, union } from './field-set.ts';
import { ownable, setManagedFields, withoutManagement } from './track-fields.ts';

export interface ApplyOptions {
  readonly manager: string;
  readonly force: boolean;
  readonly subresource?: string | undefined;
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
  const wanted = ownable(fieldSet(schema, withoutManagement(applied)));
  const entries = live?.metadata.managedFields ?? [];
  const mine = (entry: ManagedFieldsEntry): boolean =>
    entry.manager === options.manager && entry.operation === 'Apply' && entry.subresource === options.subresource;
  const previous = entries.find(mine);
  const others = entries.filter((entry) => !mine(entry));
  const base = live ? withoutManagement(live) : {};
  const merged = merge(schema, cloneJson(base), withoutManagement(applied)) as JsonObject;

  const overwritten = intersection(wanted, differing(schema, base, merged));
  const conflicts = others
    .map((entry) => ({ entry, fields: intersection(entry.fieldsV1, overwritten) }))
    .filter(({ fields }) => !isEmptySet(fields));
  if (conflicts.length && !options.force) throw applyConflict(conflicts);
  const remaining = others.map((entry) => ({
    ...entry,
    fieldsV1: options.force ? difference(entry.fieldsV1, overwritten) : entry.fieldsV1,
  }));

  if (previous) {
    const ownedByOthers = remaining.reduce<FieldsV1>((all, entry) => union(all, entry.fieldsV1), {});
    prune(
      schema,
      merged,
      difference(difference(previous.fieldsV1, wanted), ownedByOthers),
      union(wanted, ownedByOthers),
    );
  }
  const next = merged as unknown as KubeObject;
  const unchanged = live && jsonEqual(withoutManagement(live), withoutManagement(next));
  const sameSet = previous && jsonEqual(previous.fieldsV1, wanted);
  const time = unchanged && sameSet && previous?.time ? previous.time : timestamp();
  const entry: ManagedFieldsEntry = {
    manager: options.manager,
    operation: 'Apply',
    apiVersion: applied.apiVersion,
    time,
    fieldsType: 'FieldsV1',
    fieldsV1: wanted,
    ...(options.subresource && { subresource: options.subresource }),
  };
  setManagedFields(next, [
    ...remaining.filter((item) => item.operation === 'Apply'),
    entry,
    ...remaining.filter((item) => item.operation === 'Update'),
  ]);
  return next;
}

function merge(schema: Schema | undefined, live: Json | undefined, applied: Json): Json {
  if (!elements(schema, applied)) return cloneJson(applied);
  if (isJsonObject(applied) && schema) {
    const result: JsonObject = isJsonObject(live) ? live : {};
    for (const [name, value] of Object.entries(applied)) {
      const field = schema.type === 'struct' ? schema.fields.get(name) : undefined;
      const inner = schema.type === 'map' ? schema.values : field?.atomic ? undefined : field?.schema;
      setField(result, name, merge(inner, Object.hasOwn(result, name) ? result[name] : undefined, value));
    }
    return result;
  }
  if (Array.isArray(applied) && schema?.type === 'list') {
    const result = Array.isArray(live) ? [...live] : [];
    for (const item of applied) {
      const key = itemKey(schema, item);
      const index = result.findIndex((present) => itemKey(schema, present) === key);
      if (index < 0) result.push(cloneJson(item));
      else result[index] = merge(schema.items, result[index], item);
    }
    return result;
  }
  return cloneJson(applied);
}

/** Fields that both have, with different values. */
function differing(schema: Schema | undefined, before: Json, after: Json): FieldsV1 {
  const set: FieldsV1 = {};
  const present = new Map((elements(schema, before) ?? []).map((element) => [element.key, element]));
  for (const element of elements(schema, after) ?? []) {
    const old = present.get(element.key);
    if (!old || jsonEqual(old.value, element.value)) continue;
    if (!elements(element.schema, element.value)) {
      setField(set, element.key, {});
      continue;
    }
    const inner = differing(element.schema, old.value, element.value);
    if (!isEmptySet(inner)) setField(set, element.key, inner);
  }
  return set;
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

function applyConflict(conflicts: readonly { entry: ManagedFieldsEntry; fields: FieldsV1 }[]): ApiError {
  const causes = conflicts.flatMap(({ entry, fields }) =>
    fieldPaths(fields).map((field) => ({ entry, field, message: `conflict with ${describe(entry)}` })),
  );
  const total = causes.length;
  const byManager = new Map<string, string[]>();
  for (const { field, message } of causes) byManager.set(message, [...(byManager.get(message) ?? []), field]);
  const [first, ...more] = [...byManager];
  const text =
    first && !more.length
      ? total === 1
        ? `${first[0]}: ${first[1][0]}`
        : `${first[0].replace(/^conflict/, 'conflicts')}:\n- ${first[1].join('\n- ')}`
      : [...byManager]
          .map(([message, fields]) => `${message.replace(/^conflict/, 'conflicts')}:\n- ${fields.join('\n- ')}`)
          .join('\n');
  const plural = total === 1 ? 'conflict' : 'conflicts';
  return new ApiError(409, 'Conflict', `Apply failed with ${total} ${plural}: ${text}`, {
    causes: causes.map(({ field, message }) => ({ reason: 'FieldManagerConflict', message, field })),
  });
}

function describe({ manager, operation, subresource, apiVersion, time }: ManagedFieldsEntry): string {
  const name = JSON.stringify(manager);
  if (operation !== 'Update') return name;
  const place = subresource ? ` with subresource ${JSON.stringify(subresource)}` : '';
  return `${name}${place} using ${apiVersion}${time ? ` at ${time}` : ''}`;
}
