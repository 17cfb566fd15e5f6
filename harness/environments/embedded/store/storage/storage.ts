import { Bucket } from './bucket.ts';

/** What happened to an object, told after it did. */
export interface ObjectEvent {
  readonly type: 'stored' | 'removed';
  readonly bucket: string;
  readonly key: string;
}

/** All buckets of a store, in memory, and who wants to know of changes. */
export class Storage {
  readonly #buckets = new Map<string, Bucket>();
  readonly #listeners = new Set<(event: ObjectEvent) => void>();

  bucket(name: string): Bucket | undefined {
    return this.#buckets.get(name);
  }

  buckets(accountId: string): Bucket[] {
    return [...this.#buckets.values()]
      .filter((bucket) => bucket.accountId === accountId)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  create(name: string, region: string, accountId: string, createdAt: number): Bucket {
    const bucket = new Bucket(name, region, accountId, createdAt);
    this.#buckets.set(name, bucket);
    return bucket;
  }

  remove(name: string): void {
    this.#buckets.get(name)?.clear();
    this.#buckets.delete(name);
  }

  announce(event: ObjectEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  watch(listener: (event: ObjectEvent) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }
}
