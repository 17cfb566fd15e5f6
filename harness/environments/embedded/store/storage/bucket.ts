import type { XmlElements } from '../http/xml.ts';
import type { MultipartUpload } from './multipart-upload.ts';
import { newBucketConfigurations } from './new-bucket-configurations.ts';
import type { StoredObject } from './stored-object.ts';

/** A bucket in memory. Keys come out in the order of their UTF-8 bytes, as S3 lists them. */
export class Bucket {
  readonly name: string;
  readonly region: string;
  readonly accountId: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly uploads = new Map<string, MultipartUpload>();
  /** Documents by sub-resource, for example `versioning`; see operations/bucket-configuration. */
  readonly configurations = new Map<string, XmlElements>(newBucketConfigurations);
  /** JSON text as it was put. */
  policy: string | undefined;
  readonly #objects = new Map<string, StoredObject>();
  #sorted: readonly StoredObject[] | undefined;

  constructor(name: string, region: string, accountId: string, createdAt: number) {
    this.name = name;
    this.region = region;
    this.accountId = accountId;
    this.createdAt = createdAt;
  }

  get empty(): boolean {
    return this.#objects.size === 0;
  }

  get(key: string): StoredObject | undefined {
    return this.#objects.get(key);
  }

  put(object: StoredObject): void {
    this.#objects.set(object.key, object);
    this.#sorted = undefined;
  }

  delete(key: string): boolean {
    this.#sorted = undefined;
    return this.#objects.delete(key);
  }

  list(): readonly StoredObject[] {
    this.#sorted ??= [...this.#objects.values()].sort((a, b) => compareKeys(a.key, b.key));
    return this.#sorted;
  }
}

/** Order of the UTF-8 bytes; JavaScript's own order differs beyond the basic plane. */
export function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
