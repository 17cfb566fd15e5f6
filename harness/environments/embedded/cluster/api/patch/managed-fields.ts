import { jsonEqual } from '../objects/json.ts';
import { type FieldsV1, type KubeObject, type ManagedFieldsEntry, timestamp } from '../objects/kube-object.ts';
import { difference, isEmptySet, union } from './field-set.ts';

type Manager = Pick<ManagedFieldsEntry, 'manager' | 'operation' | 'apiVersion' | 'subresource'>;

interface Owned {
  readonly manager: Manager;
  set: FieldsV1;
  time: string | undefined;
}

/** Who owns which fields of an object. Source: apimachinery `managedfields/internal`. */
export class ManagedFields {
  readonly #owners = new Map<string, Owned>();

  constructor(entries: readonly ManagedFieldsEntry[] = []) {
    for (const { fieldsV1, time, fieldsType: _type, ...manager } of entries)
      this.#owners.set(identify(manager), { manager, set: fieldsV1, time });
  }

  /** What a manager owned by its last write; undefined if it owns nothing. */
  get(manager: Manager): FieldsV1 | undefined {
    return this.#owners.get(identify(manager))?.set;
  }

  /** Everybody else, in the order in which conflicts name them. */
  others(manager: Manager): { readonly id: string; readonly manager: Manager; readonly set: FieldsV1 }[] {
    const own = identify(manager);
    const others = [...this.#owners].filter(([id]) => id !== own).map(([id, owned]) => ({ id, ...owned }));
    return others.sort((left, right) => (left.id < right.id ? -1 : 1));
  }

  /** Takes fields from all but one; who is left with none is forgotten. */
  release(gone: FieldsV1, except?: Manager): void {
    const kept = except && identify(except);
    for (const [id, owned] of this.#owners) {
      if (id !== kept) owned.set = difference(owned.set, gone);
      if (isEmptySet(owned.set)) this.#owners.delete(id);
    }
  }

  /** Makes a set all that a manager owns. A time that is left out stays what it was. */
  set(manager: Manager, set: FieldsV1, time?: string): void {
    const id = identify(manager);
    this.#owners.set(id, { manager, set, time: time ?? this.#owners.get(id)?.time });
  }

  /** Adds to what a manager owns, as of now. */
  add(manager: Manager, set: FieldsV1): void {
    this.set(manager, union(this.get(manager) ?? {}, set), timestamp());
  }

  forget(manager: Manager): void {
    this.#owners.delete(identify(manager));
  }

  /** Writes the owners into an object; times stay as in `before` where nothing else has changed. */
  writeTo(object: KubeObject, before: KubeObject | undefined): void {
    const entries = [...this.#owners.values()].map(toEntry).sort(compareEntries);
    if (entries.length) object.metadata.managedFields = entries;
    else delete object.metadata.managedFields;
    const old = before?.metadata.managedFields;
    if (before && old && jsonEqual(untimed(before), untimed(object))) object.metadata.managedFields = old;
  }
}

/** Appliers are the same in every version; the time tells nobody apart. Source: `BuildManagerIdentifier`. */
function identify({ manager, operation, apiVersion, subresource }: Manager): string {
  return JSON.stringify({
    manager,
    operation,
    ...(operation === 'Update' && { apiVersion }),
    ...(subresource && { subresource }),
  });
}

function toEntry({ manager, set, time }: Owned): ManagedFieldsEntry {
  const { subresource, ...named } = manager;
  return {
    ...named,
    ...(time !== undefined && { time }),
    fieldsType: 'FieldsV1',
    fieldsV1: set,
    ...(subresource && { subresource }),
  };
}

/** Source: `sortEncodedManagedFields`. */
function compareEntries(left: ManagedFieldsEntry, right: ManagedFieldsEntry): number {
  for (const field of ['operation', 'time', 'manager', 'apiVersion', 'subresource'] as const) {
    const [before, after] = [left[field] ?? '', right[field] ?? ''];
    if (before !== after) return before < after ? -1 : 1;
  }
  return 0;
}

function untimed(object: KubeObject): unknown {
  const { managedFields = [], resourceVersion: _version, ...metadata } = object.metadata;
  const entries = managedFields.map(({ time: _time, ...entry }) => entry);
  return { ...object, metadata: { ...metadata, managedFields: entries } };
}

export function withoutManagement(object: KubeObject): KubeObject {
  const { managedFields: _managedFields, ...metadata } = object.metadata;
  return { ...object, metadata };
}
