import { randomBytes } from 'node:crypto';
import type { XmlElements } from '../http/xml.ts';
import { compareKeys, firstNotBelow } from './key-order.ts';
import type { MultipartUpload } from './multipart-upload.ts';
import { newBucketConfigurations } from './new-bucket-configurations.ts';
import type { ObjectVersion, StoredObject } from './stored-object.ts';

/** The versions of one key, the newest first; never empty. */
export interface KeyVersions {
  readonly key: string;
  readonly versions: ObjectVersion[];
}

/** What a DELETE did: the marker it made, or the version it took away, if there was one. */
export interface Deletion {
  readonly made?: ObjectVersion;
  readonly removed?: ObjectVersion;
}

/** Identifier of the version that a bucket without versioning keeps of each key. */
export const nullVersion = 'null';

/** A bucket, its index in memory. Keys come out in the order of their UTF-8 bytes, as S3 lists them. */
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
  readonly #keys = new Map<string, KeyVersions>();
  /** In order; undefined once a key has come. Keys that have gone are taken out, for that is cheap. */
  #sorted: KeyVersions[] | undefined;

  constructor(name: string, region: string, accountId: string, createdAt: number) {
    this.name = name;
    this.region = region;
    this.accountId = accountId;
    this.createdAt = createdAt;
  }

  /** Whether no version and no delete marker is left. */
  get empty(): boolean {
    return this.#keys.size === 0;
  }

  get versioning(): 'Enabled' | 'Suspended' | undefined {
    return this.configurations.get('versioning')?.Status as 'Enabled' | 'Suspended' | undefined;
  }

  /** The object that a key stands for now. */
  get(key: string): StoredObject | undefined {
    const latest = this.latest(key);
    return latest?.deleteMarker === false ? latest : undefined;
  }

  latest(key: string): ObjectVersion | undefined {
    return this.#keys.get(key)?.versions[0];
  }

  version(key: string, versionId: string): ObjectVersion | undefined {
    return this.#keys.get(key)?.versions.find((version) => version.versionId === versionId);
  }

  /** Identifier for a version that is about to be put. */
  newVersionId(): string {
    return this.versioning === 'Enabled' ? randomBytes(24).toString('base64url').replaceAll('-', '.') : nullVersion;
  }

  /** Makes a version the newest of its key, in the place of one with the same identifier, and holds its content. */
  put(version: ObjectVersion): void {
    if (!version.deleteMarker) version.content.retain();
    this.#takeOut(version.key, version.versionId);
    const known = this.#keys.get(version.key);
    if (known !== undefined) {
      known.versions.unshift(version);
      return;
    }
    this.#keys.set(version.key, { key: version.key, versions: [version] });
    this.#sorted = undefined;
  }

  /** Replaces what is said of a version, its bytes and its place staying the same. */
  amend(before: StoredObject, after: StoredObject): void {
    const versions = this.#keys.get(before.key)?.versions ?? [];
    const index = versions.indexOf(before);
    if (index !== -1) versions[index] = after;
  }

  /** Deletes a version for good, or, without an identifier, as the bucket's versioning wants it. */
  delete(key: string, versionId: string | undefined, now: number): Deletion {
    if (versionId !== undefined) return { removed: this.#takeOut(key, versionId, true) };
    if (this.versioning === undefined) return { removed: this.#takeOut(key, nullVersion, true) };
    const made = { deleteMarker: true, key, versionId: this.newVersionId(), lastModified: now } as const;
    this.put(made);
    return { made };
  }

  list(): readonly KeyVersions[] {
    this.#sorted ??= [...this.#keys.values()].sort((a, b) => compareKeys(a.key, b.key));
    return this.#sorted;
  }

  /** Lets go of every content, for a bucket that is no more. */
  clear(): void {
    for (const { versions } of this.#keys.values())
      for (const version of versions) if (!version.deleteMarker) version.content.release();
    for (const { parts } of this.uploads.values()) for (const { content } of parts.values()) content.release();
    this.#keys.clear();
    this.uploads.clear();
    this.#sorted = undefined;
  }

  /** `forget`: whether a key without versions goes, rather than waits for the one that is put next. */
  #takeOut(key: string, versionId: string, forget = false): ObjectVersion | undefined {
    const known = this.#keys.get(key);
    const index = known?.versions.findIndex((version) => version.versionId === versionId) ?? -1;
    if (known === undefined || index === -1) return undefined;
    const [removed] = known.versions.splice(index, 1);
    if (removed?.deleteMarker === false) removed.content.release();
    if (forget && known.versions.length === 0) {
      this.#keys.delete(key);
      if (this.#sorted !== undefined) this.#sorted.splice(firstNotBelow(this.#sorted, key), 1);
    }
    return removed;
  }
}
