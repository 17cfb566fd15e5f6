import type { Checksum, ChecksumAlgorithm } from '../payload/checksum.ts';
import type { Content } from './content.ts';
import type { ObjectAttributes } from './stored-object.ts';

export interface UploadedPart {
  readonly number: number;
  readonly content: Content;
  readonly etag: string;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
  readonly checksum: Checksum;
  /** Whether the client sent the checksum, or the upload names its algorithm: only then S3 shows it. */
  readonly checksumShown: boolean;
}

/** A multipart upload that is neither completed nor aborted. */
export interface MultipartUpload {
  readonly id: string;
  readonly key: string;
  /** Milliseconds since the epoch. */
  readonly initiatedAt: number;
  readonly attributes: ObjectAttributes;
  /** Undefined where the client named none. */
  readonly checksumAlgorithm: ChecksumAlgorithm | undefined;
  readonly checksumType: Checksum['type'];
  readonly parts: Map<number, UploadedPart>;
}
