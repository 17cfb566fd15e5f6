import type { S3Client } from '@aws-sdk/client-s3';
import { EnvironmentError } from '../../errors/environment-error.ts';
import type { BucketObject, ObjectStoreAccess } from '../environment.ts';

export interface BucketOptions {
  readonly bucket: string;
  readonly region: string;
  /** Of a store that stands in for S3; undefined: S3 itself. */
  readonly endpoint: string | undefined;
}

/** Somebody's bucket, with the rights of whoever runs the harness: those that the AWS SDK finds by itself. */
export interface BucketAccess extends AsyncDisposable {
  /** Throws `EnvironmentError` where no credentials are found. */
  credentials(): Promise<ObjectStoreAccess>;
  /** Throws `EnvironmentError` where the bucket is not there, elsewhere, or not to be seen. */
  check(): Promise<void>;
  /** Whether what is removed stays as a version; undefined where these credentials may not ask. */
  keepsVersions(): Promise<boolean | undefined>;
  /** All keys. Throws `EnvironmentError` where they may not be listed. */
  keys(): Promise<Set<string>>;
  /** Those of the objects that are there. */
  read(keys: Iterable<string>, storedAt: (key: string) => number | undefined): Promise<BucketObject[]>;
  /** Removes objects; one that is not there is as good. Throws `EnvironmentError` with the keys that stay. */
  remove(keys: readonly string[]): Promise<void>;
}

/** How many objects are read at a time. */
const atOnce = 16;

/** How many keys one request may remove. Source: S3 API reference, "DeleteObjects". */
const mostDeletions = 1000;

/** Milliseconds of each of three tries. */
const requestHandler = { connectionTimeout: 5000, requestTimeout: 10_000, throwOnRequestTimeout: true };

const credentialsRemedy =
  'log in as for the aws command (AWS_PROFILE, aws sso login, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a role)';

/** Opens a bucket. Nothing is asked yet. The SDK is loaded here. */
export async function openBucket({ bucket, region, endpoint }: BucketOptions): Promise<BucketAccess> {
  const sdk = await import('@aws-sdk/client-s3');
  const client: S3Client = new sdk.S3Client({
    region,
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    requestHandler,
    // A bucket that is elsewhere is told, not followed.
    followRegionRedirects: false,
  });
  const where = endpoint ?? `S3 in ${region}`;

  async function asked<T>(what: string, request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } catch (error) {
      throw new EnvironmentError(`${what}: ${problemOf(error, { bucket, region, where })}`, { cause: error });
    }
  }

  return {
    credentials: () =>
      asked('There are no AWS credentials', async () => {
        const { accessKeyId, secretAccessKey, sessionToken } = await client.config.credentials();
        const place = { endpoint: endpoint ?? `https://s3.${region}.amazonaws.com`, region };
        return { ...place, accessKeyId, secretAccessKey, sessionToken };
      }),
    check: () =>
      asked(`The bucket ${bucket} cannot be used`, async () => {
        await client.send(new sdk.HeadBucketCommand({ Bucket: bucket }));
      }),
    async keepsVersions() {
      try {
        const { Status } = await client.send(new sdk.GetBucketVersioningCommand({ Bucket: bucket }));
        return Status !== undefined;
      } catch (error) {
        if (error instanceof sdk.S3ServiceException) return undefined;
        throw error;
      }
    },
    keys: () =>
      asked(`The bucket ${bucket} cannot be listed`, async () => {
        const keys = new Set<string>();
        for await (const page of sdk.paginateListObjectsV2({ client }, { Bucket: bucket })) {
          for (const { Key } of page.Contents ?? []) if (Key !== undefined) keys.add(Key);
        }
        return keys;
      }),
    read: (keys, storedAt) =>
      asked(`The objects of the bucket ${bucket} cannot be read`, async () => {
        const left = [...keys].sort().entries();
        const objects: (BucketObject | undefined)[] = [];
        const readOn = async () => {
          for (const [index, key] of left) {
            const found = await client
              .send(new sdk.GetObjectCommand({ Bucket: bucket, Key: key }))
              .catch((error: unknown) => {
                if (error instanceof sdk.NoSuchKey) return undefined;
                throw error;
              });
            if (found === undefined) continue;
            const bytes = (await found.Body?.transformToByteArray()) ?? new Uint8Array();
            objects[index] = { key, bytes, contentType: found.ContentType ?? '', storedAt: storedAt(key) };
          }
        };
        await Promise.all(Array.from({ length: atOnce }, readOn));
        return objects.filter((object) => object !== undefined);
      }),
    remove: (keys) =>
      asked(`What the run stored in the bucket ${bucket} could not be removed`, async () => {
        for (let start = 0; start < keys.length; start += mostDeletions) {
          const Objects = keys.slice(start, start + mostDeletions).map((Key) => ({ Key }));
          const command = new sdk.DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } });
          const { Errors = [] } = await client.send(command);
          const [first] = Errors;
          if (first === undefined) continue;
          const stay = Errors.map(({ Key }) => Key).join(', ');
          throw new EnvironmentError(`${first.Message ?? first.Code}. These keys are still there: ${stay}`);
        }
      }),
    async [Symbol.asyncDispose]() {
      client.destroy();
    },
  };
}

function problemOf(error: unknown, { bucket, region, where }: { bucket: string; region: string; where: string }) {
  const { name, message, code, $metadata, $response } = error as Error & {
    code?: string;
    $metadata?: { httpStatusCode?: number };
    $response?: { headers?: Record<string, string> };
  };
  const status = $metadata?.httpStatusCode;
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    return `the AWS SDK finds none that it can use (${message}); ${credentialsRemedy}.`;
  }
  if (status === 404) return `there is no bucket ${bucket} at ${where}: make it, or name the right one by --bucket.`;
  if (status === 301 || status === 400) {
    const actual = $response?.headers?.['x-amz-bucket-region'];
    if (actual !== undefined && actual !== region)
      return `it is in ${actual}, and the snapshot says ${region}: correct the snapshot's region, or --bucket.`;
  }
  if (status === 403) {
    return `${where} refuses these credentials: they need s3:ListBucket on the bucket, and s3:GetObject and s3:DeleteObject on its objects.`;
  }
  if (code !== undefined || name === 'TimeoutError') return `${where} does not answer (${code ?? message}).`;
  return message || name;
}
