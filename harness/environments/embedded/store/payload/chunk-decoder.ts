import { S3Error } from '../errors/s3-error.ts';
import type { ChunkVerifier } from './chunk-verifier.ts';

export interface ChunkDecoderOptions {
  /** Present for the signed modes: every chunk and the trailer must carry its signature. */
  readonly verifier: ChunkVerifier | undefined;
  /** Whether trailing headers may follow the last chunk. */
  readonly trailer: boolean;
  /** Most bytes of content that are taken. */
  readonly limit: number;
  /** Takes the content, in pieces, before the signature of their chunk is known to hold. */
  onContent(bytes: Buffer): void;
}

const longestLine = 16 * 1024;
const smallestChunk = 8192;
const header = /^([0-9a-f]{1,16})(?:;chunk-signature=([0-9a-f]{64}))?$/i;

type State = 'header' | 'data' | 'data-end' | 'trailer' | 'end';

/**
 * Takes the aws-chunked coding off an upload, however the bytes are cut up, in constant memory. Call `push` for what arrives,
 * then `finish`.
 * Throws `IncompleteBody` for a stream that stops early, `InvalidChunkSizeError`, `SignatureDoesNotMatch`,
 * `MalformedTrailerError`, `EntityTooLarge`, and `InvalidRequest` for framing that is none.
 */
export class ChunkDecoder {
  readonly #options: ChunkDecoderOptions;
  readonly #trailers = new Map<string, string>();
  #state: State = 'header';
  #pending: Buffer = Buffer.alloc(0);
  #chunkMissing = 0;
  #chunkSize = 0;
  #chunkSignature = '';
  #number = 0;
  #decoded = 0;
  #canonicalTrailer = '';
  #trailerSigned = false;

  constructor(options: ChunkDecoderOptions) {
    this.#options = options;
  }

  push(bytes: Buffer): void {
    let rest = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
    for (;;) {
      if (this.#state === 'data') {
        rest = this.#takeData(rest);
        if (this.#state === 'data') break;
      }
      if (this.#state === 'end') {
        if (rest.length > 0) throw malformed('bytes follow its end');
        break;
      }
      const newline = rest.indexOf(0x0a);
      if (newline === -1) {
        if (rest.length > longestLine) throw malformed('a line of its framing is too long');
        break;
      }
      const line = rest.subarray(0, newline).toString('latin1').replace(/\r$/, '');
      rest = rest.subarray(newline + 1);
      this.#takeLine(line);
    }
    this.#pending = rest;
  }

  /** Whether nothing of what was pushed is kept for later. */
  get consumed(): boolean {
    return this.#pending.length === 0;
  }

  /** The trailing headers, once the whole body is there. */
  finish(): ReadonlyMap<string, string> {
    if (this.#state !== 'end') throw new S3Error('IncompleteBody');
    return this.#trailers;
  }

  #takeData(bytes: Buffer): Buffer {
    const data = bytes.subarray(0, this.#chunkMissing);
    if (data.length > 0) {
      this.#options.verifier?.data(data);
      this.#options.onContent(data);
    }
    this.#chunkMissing -= data.length;
    if (this.#chunkMissing === 0) {
      this.#endChunk();
      this.#state = 'data-end';
    }
    return bytes.subarray(data.length);
  }

  #takeLine(line: string): void {
    if (this.#state === 'header') this.#startChunk(line);
    else if (this.#state === 'data-end') {
      if (line !== '') throw malformed('a chunk is longer than its size says');
      this.#state = 'header';
    } else this.#takeTrailer(line);
  }

  #startChunk(line: string): void {
    const fields = header.exec(line);
    if (fields === null) throw malformed('a chunk does not start with its size');
    const [, size, signature] = fields;
    const { verifier, limit } = this.#options;
    if (verifier !== undefined && signature === undefined) throw malformed('a chunk has no signature');

    const previous = this.#chunkSize;
    this.#chunkSize = Number.parseInt(size as string, 16);
    this.#chunkSignature = (signature ?? '').toLowerCase();
    this.#number += 1;
    this.#decoded += this.#chunkSize;
    if (this.#decoded > limit) {
      throw new S3Error('EntityTooLarge', { fields: { ProposedSize: this.#decoded, MaxSizeAllowed: limit } });
    }
    if (this.#chunkSize > 0 && this.#number > 1 && previous < smallestChunk) {
      throw new S3Error('InvalidChunkSizeError', { fields: { Chunk: this.#number, BadChunkSize: previous } });
    }
    if (this.#chunkSize === 0) {
      this.#endChunk();
      this.#state = 'trailer';
    } else {
      this.#chunkMissing = this.#chunkSize;
      this.#state = 'data';
    }
  }

  #endChunk(): void {
    this.#options.verifier?.endChunk(this.#chunkSignature);
  }

  #takeTrailer(line: string): void {
    if (line === '') {
      // Some clients end the trailing headers with a line of their own before the signature.
      if (
        this.#options.verifier !== undefined &&
        this.#options.trailer &&
        !this.#trailerSigned &&
        this.#canonicalTrailer !== ''
      )
        return;
      this.#state = 'end';
      return;
    }
    const colon = line.indexOf(':');
    if (!this.#options.trailer || colon < 1) throw new S3Error('MalformedTrailerError');
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === 'x-amz-trailer-signature') {
      this.#options.verifier?.trailer(this.#canonicalTrailer, value.toLowerCase());
      this.#trailerSigned = true;
      return;
    }
    if (this.#trailerSigned || this.#trailers.has(name)) throw new S3Error('MalformedTrailerError');
    this.#trailers.set(name, value);
    this.#canonicalTrailer += `${name}:${value}\n`;
  }
}

function malformed(what: string): S3Error {
  return new S3Error('InvalidRequest', {
    message: `The aws-chunked coding of the request body is malformed: ${what}.`,
  });
}
