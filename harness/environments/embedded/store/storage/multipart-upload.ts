import type { Checksum, ChecksumAlgorithm } from '../payload/checksum.ts';
import type { ObjectHeaders } from './stored-object.ts';

export interface UploadedPart {
  readonly number: number;
  readonly content: Buffer;
  readonly etag: string;
  readonly lastModified: number;
  readonly checksum: Checksum | undefined;
}

/** A multipart upload that is neither completed nor aborted. */
export interface MultipartUpload {
  readonly id: string;
  readonly key: string;
  readonly headers: ObjectHeaders;
  readonly checksumAlgorithm: ChecksumAlgorithm | undefined;
  readonly checksumType: Checksum['type'];
  readonly parts: Map<number, UploadedPart>;
}
