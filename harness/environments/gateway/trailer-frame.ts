import type { AnnouncedBody } from '../embedded/store/payload/verify-body.ts';

/** Length of a checksum in base64, in characters. */
const valueLengths = { crc32: 8, crc32c: 8, crc64nvme: 12, sha1: 28, sha256: 44 } as const;

/**
 * Frames a body as one chunk with its checksum in a trailing header, so that the store behind checks what it got and an upload
 * that turns out to be broken is never complete. Source: S3 API reference, "SigV4 streaming", unsigned with trailing headers.
 */
export class TrailerFrame {
  readonly payloadHash = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
  readonly headers: Readonly<Record<string, string>>;
  /** Before the content. */
  readonly start: string;
  readonly #trailer: string;
  readonly #empty: boolean;

  constructor({ length, algorithm }: AnnouncedBody) {
    this.#empty = length === 0;
    this.#trailer = `x-amz-checksum-${algorithm}`;
    this.start = this.#empty ? '' : `${length.toString(16)}\r\n`;
    const framed = this.start.length + length + this.end('='.repeat(valueLengths[algorithm])).length;
    this.headers = {
      'content-length': `${framed}`,
      'content-encoding': 'aws-chunked',
      'x-amz-decoded-content-length': `${length}`,
      'x-amz-sdk-checksum-algorithm': algorithm.toUpperCase(),
      'x-amz-trailer': this.#trailer,
    };
  }

  /** After the content. */
  end(checksum: string): string {
    return `${this.#empty ? '' : '\r\n'}0\r\n${this.#trailer}:${checksum}\r\n\r\n`;
  }
}
