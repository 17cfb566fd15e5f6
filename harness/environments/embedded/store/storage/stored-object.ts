import type { Checksum } from '../payload/checksum.ts';

/** Headers that S3 keeps with an object and gives back, by lower-case name. */
export type ObjectHeaders = Readonly<Record<string, string>>;

export interface StoredObject {
  readonly key: string;
  readonly content: Buffer;
  /** With its quotes, as in the header. */
  readonly etag: string;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
  /** `content-type` and its kind, and `x-amz-meta-*`. */
  readonly headers: ObjectHeaders;
  readonly checksum: Checksum;
}
