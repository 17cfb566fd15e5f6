import { cloneJson } from '../objects/json.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import type { Change, StorageKey } from '../storage/object-storage.ts';
import type { Registry } from './registry.ts';
import type { ResourceType } from './resource-type.ts';

interface Located extends StorageKey {
  readonly type: ResourceType;
  readonly uid: string;
}

/** Deletes what its owners leave behind, as kube-controller-manager's garbage collector does, soon after the change. */
export class GarbageCollector {
  readonly #registry: Registry;
  readonly #live = new Map<string, Located>();
  readonly #dependents = new Map<string, Map<string, Located>>();

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  /** To be told every change of the storage. */
  observe(change: Change): void {
    const type = this.#registry.types.stored().get(change.storage);
    const { uid, name, namespace } = change.object.metadata;
    if (!type || !uid) return;
    const located: Located = { type, uid, name, namespace };
    for (const owner of change.previous?.metadata.ownerReferences ?? []) this.#dependents.get(owner.uid)?.delete(uid);
    if (change.type === 'DELETED') {
      this.#live.delete(uid);
      const owners = change.object.metadata.ownerReferences ?? [];
      if (this.#dependents.has(uid) || owners.length) {
        queueMicrotask(() => {
          for (const dependent of [...(this.#dependents.get(uid)?.values() ?? [])]) this.#collect(dependent);
          if (!this.#dependents.get(uid)?.size) this.#dependents.delete(uid);
          for (const owner of owners) this.#finish(owner.uid);
        });
      }
      return;
    }
    this.#live.set(uid, located);
    for (const owner of change.object.metadata.ownerReferences ?? []) {
      const dependents = this.#dependents.get(owner.uid) ?? new Map<string, Located>();
      this.#dependents.set(owner.uid, dependents);
      dependents.set(uid, located);
      if (!this.#live.has(owner.uid)) queueMicrotask(() => this.#collect(located));
    }
    if (change.object.metadata.deletionTimestamp && change.object.metadata.finalizers?.length) {
      queueMicrotask(() => this.#finish(uid));
    }
  }

  #current({ type, uid, ...key }: Located): KubeObject | undefined {
    const object = this.#registry.storage.get(type.storage, key);
    return object?.metadata.uid === uid ? object : undefined;
  }

  /** Deletes a dependent none of whose owners is left; else takes the absent owners off its references. */
  #collect(dependent: Located): void {
    const object = this.#current(dependent);
    const owners = object?.metadata.ownerReferences ?? [];
    const present = owners.filter((owner) => this.#live.has(owner.uid));
    if (!object || present.length === owners.length) return;
    if (!present.length) {
      this.#registry.delete(dependent.type, dependent, { propagationPolicy: 'Background' });
    } else {
      const next = cloneJson(object);
      next.metadata.ownerReferences = present;
      this.#registry.storage.put(dependent.type.storage, next);
    }
  }

  /** Does what an owner's `orphan` or `foregroundDeletion` finalizer waits for, and takes it off when that is done. */
  #finish(uid: string): void {
    const owner = this.#live.get(uid);
    const object = owner && this.#current(owner);
    if (!owner || !object?.metadata.deletionTimestamp) return;
    const dependents = [...(this.#dependents.get(uid)?.values() ?? [])];
    if (object.metadata.finalizers?.includes('orphan')) {
      for (const dependent of dependents) this.#disown(dependent, uid);
      this.#registry.removeFinalizer(owner.type, object, 'orphan');
    } else if (object.metadata.finalizers?.includes('foregroundDeletion')) {
      let blocked = false;
      for (const dependent of dependents) {
        const current = this.#current(dependent);
        if (!current) continue;
        if (!current.metadata.deletionTimestamp) {
          const propagationPolicy = this.#dependents.get(dependent.uid)?.size ? 'Foreground' : 'Background';
          this.#registry.delete(dependent.type, dependent, { propagationPolicy });
        }
        const reference = current.metadata.ownerReferences?.find((item) => item.uid === uid);
        if (reference?.blockOwnerDeletion && this.#current(dependent)) blocked = true;
      }
      if (!blocked) this.#registry.removeFinalizer(owner.type, object, 'foregroundDeletion');
    }
  }

  #disown(dependent: Located, owner: string): void {
    const object = this.#current(dependent);
    if (!object) return;
    const next = cloneJson(object);
    const rest = (next.metadata.ownerReferences ?? []).filter((item) => item.uid !== owner);
    if (rest.length) next.metadata.ownerReferences = rest;
    else delete next.metadata.ownerReferences;
    this.#registry.storage.put(dependent.type.storage, next);
  }
}
