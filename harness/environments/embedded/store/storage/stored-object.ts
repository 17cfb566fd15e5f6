import type { XmlElements } from '../http/xml.ts';
import type { Checksum } from '../payload/checksum.ts';
import type { Content } from './content.ts';
import type { Encryption } from './encryption.ts';

/** Headers that S3 keeps with an object and gives back, by lower-case name. */
export type ObjectHeaders = Readonly<Record<string, string>>;

/** Tags by key. */
export type TagSet = ReadonlyMap<string, string>;

/** What a client says of an object besides its bytes. */
export interface ObjectAttributes {
  /** `content-type` and its kind, and `x-amz-meta-*`. */
  readonly headers: ObjectHeaders;
  readonly storageClass: string;
  readonly encryption: Encryption;
  readonly tags: TagSet;
  /** As S3 prints it; undefined: all to the owner. */
  readonly acl: XmlElements | undefined;
}

/** Where a part of a multipart upload lies in the object that it became. */
export interface ObjectPart {
  readonly number: number;
  /** Bytes. */
  readonly size: number;
  readonly checksum: Checksum;
}

export interface StoredObject extends ObjectAttributes {
  readonly deleteMarker: false;
  readonly key: string;
  /** `null`, as S3 calls the version of a bucket without versioning, or an identifier. */
  readonly versionId: string;
  readonly content: Content;
  /** With its quotes, as in the header. */
  readonly etag: string;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
  readonly checksum: Checksum;
  /** Undefined for what was put in one go. */
  readonly parts: readonly ObjectPart[] | undefined;
}

/** What a bucket with versioning keeps of a deletion. */
export interface DeleteMarker {
  readonly deleteMarker: true;
  readonly key: string;
  readonly versionId: string;
  readonly lastModified: number;
}

export type ObjectVersion = StoredObject | DeleteMarker;
