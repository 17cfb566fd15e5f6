import { S3Error } from '../embedded/store/errors/s3-error.ts';
import { Bucket } from '../embedded/store/storage/bucket.ts';
import { isBucketName } from '../embedded/store/storage/bucket-name.ts';
import type { UpstreamClient } from './upstream-client.ts';

/** Account of the buckets behind, as of the keys that the run's IAM knows. */
const account = '000000000000';

/** Which buckets the store behind has, and where: asked once for each that is there, every time for one that is not. */
export class UpstreamBuckets {
  readonly #client: UpstreamClient;
  readonly #known = new Map<string, Promise<Bucket | undefined>>();

  constructor(client: UpstreamClient) {
    this.#client = client;
  }

  /** Throws `InternalError` where the store behind gives no answer, or none that tells. */
  async find(name: string): Promise<Bucket | undefined> {
    if (!isBucketName(name)) return undefined;
    const asked = this.#known.get(name) ?? this.#ask(name);
    this.#known.set(name, asked);
    try {
      const bucket = await asked;
      if (bucket === undefined) this.#known.delete(name);
      return bucket;
    } catch (error) {
      this.#known.delete(name);
      throw error;
    }
  }

  /** After a bucket was made or removed. */
  forget(name: string): void {
    this.#known.delete(name);
  }

  async #ask(name: string): Promise<Bucket | undefined> {
    const answer = await this.#client.ask({
      method: 'HEAD',
      path: `/${name}`,
      query: [],
      headers: {},
      payloadHash: 'UNSIGNED-PAYLOAD',
    });
    await answer.discard();
    if (answer.status === 404) return undefined;
    if (answer.status >= 300) {
      throw new S3Error('InternalError', {
        message: `The object store behind the harness answers ${answer.status} when it is asked for the bucket ${name}.`,
      });
    }
    return new Bucket(name, answer.header('x-amz-bucket-region') ?? 'us-east-1', account, 0);
  }
}
