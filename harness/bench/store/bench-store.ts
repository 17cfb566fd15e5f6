import { S3 } from '@aws-sdk/client-s3';
import { benchBucket, benchKey, benchRegion } from './bench-target.ts';
import { uploadLarge } from './large-upload.ts';
import { measureRates, type StoreRate } from './measure-rates.ts';
import { runStore } from './running-store.ts';

export interface StoreBenchOptions {
  /** Endpoint of a LocalStack to measure beside; ours alone without one. */
  readonly localStack: string | undefined;
  /** Measurements of each store for a figure; the median counts. */
  readonly rounds?: number;
  readonly millisecondsARound?: number;
  /** Size of the large upload; needs as much room in the folder for temporary files. */
  readonly gibibytes?: number;
}

export interface StoreFigures {
  readonly rates: readonly StoreRate[];
  readonly large: {
    readonly gibibytes: number;
    readonly putSeconds: number;
    readonly getSeconds: number;
    /** Most resident memory of the store's process, in bytes. */
    readonly peakMemory: number;
  };
}

/** Measures the embedded object store: rates of PUT and GET, and the memory of a large multipart upload. */
export async function benchStore(options: StoreBenchOptions): Promise<StoreFigures> {
  const { localStack, rounds = 5, millisecondsARound = 300, gibibytes = 5 } = options;
  return { rates: await rates(localStack, rounds, millisecondsARound), large: await large(gibibytes) };
}

async function rates(localStack: string | undefined, rounds: number, millisecondsARound: number): Promise<StoreRate[]> {
  await using store = await runStore();
  await using _ = localStack === undefined ? undefined : await bucketIn(localStack);
  return await measureRates({ ours: store.endpoint, theirs: localStack, rounds, millisecondsARound });
}

async function bucketIn(endpoint: string): Promise<AsyncDisposable> {
  const client = new S3({ endpoint, region: benchRegion, forcePathStyle: true, credentials: benchKey });
  try {
    await client.createBucket({ Bucket: benchBucket, CreateBucketConfiguration: { LocationConstraint: benchRegion } });
  } catch (error) {
    // Left by a bench that was killed.
    if ((error as Error).name !== 'BucketAlreadyOwnedByYou') throw error;
  }
  return {
    async [Symbol.asyncDispose]() {
      await client.deleteObject({ Bucket: benchBucket, Key: 'object' });
      await client.deleteBucket({ Bucket: benchBucket });
      client.destroy();
    },
  };
}

async function large(gibibytes: number): Promise<StoreFigures['large']> {
  await using store = await runStore();
  const { put, get } = await uploadLarge(store.endpoint, gibibytes);
  return { gibibytes, putSeconds: put, getSeconds: get, peakMemory: await store.stop() };
}
