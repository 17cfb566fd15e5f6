import { isStored, type ResourceType, resourceTypes } from './resource-type.ts';

/** What a cluster serves: the resources of the document, and those that its CustomResourceDefinitions add. */
export class ServedTypes {
  readonly #custom = new Map<string, readonly ResourceType[]>();
  #list: readonly ResourceType[] | undefined;
  #byPath: ReadonlyMap<string, ResourceType> | undefined;
  #byStorage: ReadonlyMap<string, ResourceType> | undefined;

  /** In the order of discovery. */
  list(): readonly ResourceType[] {
    this.#list ??= [...resourceTypes(), ...[...this.#custom.values()].flat()];
    return this.#list;
  }

  find(group: string, version: string, plural: string): ResourceType | undefined {
    this.#byPath ??= new Map(this.list().map((type) => [`${type.group}/${type.version}/${type.plural}`, type]));
    return this.#byPath.get(`${group}/${version}/${plural}`);
  }

  /** One type for each storage: of several versions, or APIs, the first. */
  stored(): ReadonlyMap<string, ResourceType> {
    if (!this.#byStorage) {
      const types = new Map<string, ResourceType>();
      for (const type of this.list()) if (isStored(type) && !types.has(type.storage)) types.set(type.storage, type);
      this.#byStorage = types;
    }
    return this.#byStorage;
  }

  /** Replaces what a definition adds, a type for each served version; none takes it away. */
  setCustom(definition: string, types: readonly ResourceType[]): void {
    if (types.length) this.#custom.set(definition, types);
    else this.#custom.delete(definition);
    this.#list = undefined;
    this.#byPath = undefined;
    this.#byStorage = undefined;
  }

  /** What a definition adds. */
  custom(definition: string): readonly ResourceType[] {
    return this.#custom.get(definition) ?? [];
  }
}
