import {
  CreateBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  paginateListObjectsV2,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';

export interface BucketAddress {
  /** For example `http://127.0.0.1:40001`; undefined: AWS's own for the region. */
  readonly endpoint?: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly bucket: string;
  /** True where the host name must stay as it is, as on a loopback address. */
  readonly forcePathStyle?: boolean;
}

export interface BucketObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
}

/** A bucket as the harness reads it, whatever store is behind. A refusal is thrown as the SDK's `S3ServiceException`. */
export interface OpenBucket extends Disposable {
  readonly name: string;
  /** Every object, all pages, by key. */
  list(prefix?: string): Promise<BucketObject[]>;
  /** Throws `NoSuchKey` where there is none. */
  get(key: string): Promise<Uint8Array>;
  /** Makes the bucket unless it is there. */
  ensureBucket(): Promise<void>;
  /** Keys that are not there are ignored. */
  remove(keys: readonly string[]): Promise<void>;
}

const keysPerRequest = 1000;

/** Opens a bucket through the AWS SDK; import this file lazily, the SDK is heavy. */
export function openBucket({
  bucket,
  endpoint,
  region,
  accessKeyId,
  secretAccessKey,
  forcePathStyle = endpoint !== undefined,
}: BucketAddress): OpenBucket {
  const client = new S3Client({
    region,
    forcePathStyle,
    credentials: { accessKeyId, secretAccessKey },
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  return {
    name: bucket,
    async list(prefix) {
      const objects: BucketObject[] = [];
      for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
        objects.push(...(page.Contents ?? []).map(({ Key = '', Size = 0 }) => ({ key: Key, size: Size })));
      }
      return objects;
    },
    async get(key) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return (await Body?.transformToByteArray()) ?? new Uint8Array();
    },
    async ensureBucket() {
      try {
        await client.send(new HeadBucketCommand({ Bucket: bucket }));
      } catch (error) {
        if (!(error instanceof S3ServiceException) || error.$metadata.httpStatusCode !== 404) throw error;
        const constraint =
          region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region as 'eu-central-1' } };
        await client.send(new CreateBucketCommand({ Bucket: bucket, ...constraint }));
      }
    },
    async remove(keys) {
      for (let start = 0; start < keys.length; start += keysPerRequest) {
        const Objects = keys.slice(start, start + keysPerRequest).map((Key) => ({ Key }));
        const { Errors = [] } = await client.send(
          new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
        );
        const [first] = Errors;
        if (first !== undefined)
          throw new Error(`${Errors.length} objects of ${bucket} were not removed; ${first.Key}: ${first.Message}`);
      }
    },
    [Symbol.dispose]: () => client.destroy(),
  };
}
