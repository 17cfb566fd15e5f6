import { createObjectStore } from '../../environments/embedded/store/object-store.ts';
import { createIam } from '../../iam/iam.ts';
import type { ConformanceEnvironment } from '../conformance-environment.ts';
import { removeBuckets } from './remove-buckets.ts';
import type { S3Access, S3Target } from './s3-target.ts';

const region = 'eu-central-1';

/** The embedded store on a port of its own. */
export async function embeddedS3(): Promise<ConformanceEnvironment<S3Target>> {
  const iam = createIam();
  const root = { accessKeyId: 'AKIDCONFORMANCE00000', secretAccessKey: 'conformance-secret' };
  iam.addAccessKey({ ...root, user: 'root' });
  const store = createObjectStore({ accounts: iam, region });
  const { endpoint } = await store.listen();
  return s3Environment('embedded', { endpoint, region, ...root }, () => store[Symbol.asyncDispose]());
}

/** Any other S3; Amazon's is `s3` and every other `localstack`, as the accepted differences call them. */
export async function remoteS3(access: S3Access): Promise<ConformanceEnvironment<S3Target>> {
  const isAmazons = new URL(access.endpoint).hostname.endsWith('.amazonaws.com');
  const environment = s3Environment(isAmazons ? 's3' : 'localstack', access, async () => {});
  const { client } = await environment.open('is it there');
  await (await client()).listBuckets();
  return environment;
}

function s3Environment(
  name: string,
  access: S3Access,
  close: () => PromiseLike<void>,
): ConformanceEnvironment<S3Target> {
  const targets: S3Target[] = [];
  // Names of buckets are taken for good until they are deleted, on a server that others use too.
  const run = `g-${Date.now().toString(36)}-${process.pid.toString(36)}`;
  return {
    name,
    has: new Set(),
    async open() {
      let client: Promise<import('@aws-sdk/client-s3').S3> | undefined;
      const target: S3Target = {
        access,
        prefix: `${run}-${targets.length}-`,
        notes: new Map([['region', access.region]]),
        client: () => {
          client ??= connect(access);
          return client;
        },
      };
      targets.push(target);
      return target;
    },
    async [Symbol.asyncDispose]() {
      if (name !== 'embedded') for (const target of targets) await removeBuckets(target);
      for (const target of targets) (await target.client()).destroy();
      await close();
    },
  };
}

async function connect({ endpoint, region, ...credentials }: S3Access): Promise<import('@aws-sdk/client-s3').S3> {
  const { S3 } = await import('@aws-sdk/client-s3');
  return new S3({ endpoint, region, forcePathStyle: true, credentials, maxAttempts: 1 });
}
