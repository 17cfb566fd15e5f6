import { createHash, type Hash } from 'node:crypto';
import type { ChecksumAlgorithm } from './checksum.ts';
import { type RunningDigest, runningDigest } from './running-digest.ts';

/** Everything that is computed of a body while it passes. */
export class BodyDigests {
  readonly algorithm: ChecksumAlgorithm;
  length = 0;
  readonly #md5 = createHash('md5');
  readonly #sha256: Hash | undefined;
  readonly #checksum: RunningDigest;
  readonly #claimed: RunningDigest | undefined;

  /** `algorithm`: of the checksum to keep; `claimed`: of the one that the client sent; `sha256`: whether it signed one. */
  constructor(algorithm: ChecksumAlgorithm, claimed: ChecksumAlgorithm | undefined, sha256: boolean) {
    this.algorithm = algorithm;
    this.#sha256 = sha256 ? createHash('sha256') : undefined;
    this.#checksum = runningDigest(algorithm);
    this.#claimed = claimed === undefined || claimed === algorithm ? undefined : runningDigest(claimed);
  }

  update(bytes: Buffer): void {
    this.length += bytes.length;
    this.#md5.update(bytes);
    this.#sha256?.update(bytes);
    this.#checksum.update(bytes);
    this.#claimed?.update(bytes);
  }

  /** Ends them all. */
  finish(): FinishedDigests {
    const checksum = this.#checksum.digest().toString('base64');
    return {
      md5: this.#md5.digest(),
      sha256: this.#sha256?.digest('hex'),
      checksum,
      claimed: this.#claimed?.digest().toString('base64') ?? checksum,
    };
  }
}

export interface FinishedDigests {
  readonly md5: Buffer;
  /** Lower-case hex. */
  readonly sha256: string | undefined;
  /** Base64. */
  readonly checksum: string;
  /** Base64, of the algorithm that the client claims; the same as `checksum` where it claims none. */
  readonly claimed: string;
}
