import { createHash } from 'node:crypto';
import { S3Error } from '../errors/s3-error.ts';
import { type ChunkSeed, equalSignatures } from '../signature/authenticate.ts';
import { hmac, sha256Hex } from '../signature/signing-key.ts';

const emptyHash = sha256Hex('');

/** Follows the chain of signatures of a signed aws-chunked upload. Source: S3 API reference, "SigV4 streaming". */
export class ChunkVerifier {
  readonly #seed: ChunkSeed;
  #previous: string;
  #hash = createHash('sha256');

  constructor(seed: ChunkSeed) {
    this.#seed = seed;
    this.#previous = seed.signature;
  }

  /** Takes bytes of the chunk that is under way. */
  data(bytes: Buffer): void {
    this.#hash.update(bytes);
  }

  endChunk(signature: string): void {
    this.#verify('AWS4-HMAC-SHA256-PAYLOAD', [emptyHash, this.#hash.digest('hex')], signature);
    this.#hash = createHash('sha256');
  }

  /** `canonical`: the trailing headers, each as `name:value\n`. */
  trailer(canonical: string, signature: string): void {
    this.#verify('AWS4-HMAC-SHA256-TRAILER', [sha256Hex(canonical)], signature);
  }

  #verify(purpose: string, hashes: readonly string[], signature: string): void {
    const { key, timestamp, scope } = this.#seed;
    const stringToSign = [purpose, timestamp, scope, this.#previous, ...hashes].join('\n');
    if (!equalSignatures(hmac(key, stringToSign).toString('hex'), signature)) {
      throw new S3Error('SignatureDoesNotMatch', {
        fields: { StringToSign: stringToSign, SignatureProvided: signature },
      });
    }
    this.#previous = signature;
  }
}
