import { deepFreeze } from '../objects/json.ts';
import type { KubeObject } from '../objects/kube-object.ts';

export interface Change {
  readonly revision: number;
  readonly storage: string;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KubeObject;
  /** The state before, for watchers whose selector the object has left or entered. */
  readonly previous: KubeObject | undefined;
}

export interface StorageKey {
  readonly namespace?: string | undefined;
  readonly name: string;
}

/** How many changes a watch can reach back; older ones are answered `410 Gone`. */
const historyLength = 4096;

/** All objects, each under its storage name and key, with one revision counter as etcd has it. Stored objects are frozen. */
export class ObjectStorage {
  readonly #objects = new Map<string, Map<string, KubeObject>>();
  readonly #listeners = new Set<(change: Change) => void>();
  #history: Change[] = [];
  #revision = 1;

  get revision(): number {
    return this.#revision;
  }

  /** The oldest revision from which `since` still knows every change. */
  get oldestRevision(): number {
    return this.#compacted;
  }

  #compacted = 0;

  get(storage: string, key: StorageKey): KubeObject | undefined {
    return this.#objects.get(storage)?.get(keyText(key));
  }

  /** Ordered by namespace and name, as etcd orders its keys. */
  list(storage: string, namespace?: string): KubeObject[] {
    const objects = this.#objects.get(storage);
    if (!objects) return [];
    const entries = [...objects].filter(
      ([, object]) => namespace === undefined || object.metadata.namespace === namespace,
    );
    return entries.sort(([left], [right]) => (left < right ? -1 : 1)).map(([, object]) => object);
  }

  /** The list as it was at `revision`; undefined when that is forgotten. */
  listAt(storage: string, namespace: string | undefined, revision: number): KubeObject[] | undefined {
    const later = this.since(revision);
    if (!later) return undefined;
    const objects = new Map(this.list(storage, namespace).map((object) => [keyText(object.metadata), object]));
    for (const change of later.toReversed()) {
      const { metadata } = change.object;
      if (change.storage !== storage || (namespace !== undefined && metadata.namespace !== namespace)) continue;
      if (change.previous) objects.set(keyText(metadata), change.previous);
      else objects.delete(keyText(metadata));
    }
    return [...objects].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, object]) => object);
  }

  /** Takes ownership of the object: sets its resourceVersion, freezes it. */
  put(storage: string, object: KubeObject): KubeObject {
    const key = keyText(object.metadata);
    const objects = this.#objects.get(storage) ?? new Map<string, KubeObject>();
    this.#objects.set(storage, objects);
    const previous = objects.get(key);
    const revision = ++this.#revision;
    object.metadata.resourceVersion = String(revision);
    objects.set(key, deepFreeze(object));
    this.#record({ revision, storage, type: previous ? 'MODIFIED' : 'ADDED', object, previous });
    return object;
  }

  remove(storage: string, key: StorageKey): KubeObject | undefined {
    const objects = this.#objects.get(storage);
    const previous = objects?.get(keyText(key));
    if (!objects || !previous) return undefined;
    objects.delete(keyText(key));
    const revision = ++this.#revision;
    const object = deepFreeze({ ...previous, metadata: { ...previous.metadata, resourceVersion: String(revision) } });
    this.#record({ revision, storage, type: 'DELETED', object, previous });
    return object;
  }

  /** Changes after `revision`; undefined when some of them are forgotten. */
  since(revision: number): readonly Change[] | undefined {
    if (revision < this.#compacted) return undefined;
    let first = this.#history.length;
    while (first > 0 && (this.#history[first - 1]?.revision ?? 0) > revision) first--;
    return this.#history.slice(first);
  }

  /** Called synchronously with every change, in order; must not throw. */
  subscribe(listener: (change: Change) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  #record(change: Change): void {
    this.#history.push(change);
    if (this.#history.length > historyLength * 2) {
      this.#compacted = this.#history[historyLength - 1]?.revision ?? this.#compacted;
      this.#history = this.#history.slice(historyLength);
    }
    for (const listener of this.#listeners) listener(change);
  }
}

function keyText({ namespace, name }: StorageKey): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}
