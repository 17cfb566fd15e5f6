import type { ObjectStoreAccess } from '../../environment.ts';
import { callIam, QueryError } from './query-api.ts';

export interface AccessKey {
  readonly user: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The object store of a run and who may use it, through the AWS APIs that the guide's own commands call. */
export interface KindStore {
  /** As administrator. Buckets are addressed by path. */
  readonly access: ObjectStoreAccess;
  /** `aws s3api create-bucket`. False: S3 does not take the name. */
  createBucket(bucket: string): Promise<boolean>;
  /** `aws iam create-user`. */
  createUser(user: string): Promise<void>;
  /** `aws iam put-user-policy`. */
  putUserPolicy(user: string, name: string, document: string): Promise<void>;
  /** `aws iam create-access-key`. */
  createAccessKey(user: string): Promise<AccessKey>;
  /** Removes every bucket with its objects, every user with their keys and policies. */
  clear(): Promise<void>;
}

/** Opens a LocalStack; the SDK is loaded with the first call that needs it. */
export function openKindStore(endpoint: string, region: string): KindStore {
  const access = { endpoint, region, accessKeyId: 'test', secretAccessKey: 'test' };
  const iam = (action: string, parameters: Readonly<Record<string, string>> = {}) =>
    callIam(access, action, parameters);
  return {
    access,
    createBucket: (bucket) => createBucket(access, bucket),
    createUser: async (user) => void (await iam('CreateUser', { UserName: user })),
    putUserPolicy: async (user, name, document) =>
      void (await iam('PutUserPolicy', { UserName: user, PolicyName: name, PolicyDocument: document })),
    createAccessKey: async (user) => {
      const answer = await iam('CreateAccessKey', { UserName: user });
      const [accessKeyId = '', secretAccessKey = ''] = [
        ...all(answer, 'AccessKeyId'),
        ...all(answer, 'SecretAccessKey'),
      ];
      return { user, accessKeyId, secretAccessKey };
    },
    clear: async () => {
      await Promise.all([removeBuckets(access), removeUsers(iam)]);
    },
  };
}

async function client({ endpoint, region, accessKeyId, secretAccessKey }: ObjectStoreAccess) {
  const sdk = await import('@aws-sdk/client-s3');
  const credentials = { accessKeyId, secretAccessKey };
  return { sdk, s3: new sdk.S3Client({ endpoint, region, credentials, forcePathStyle: true }) };
}

async function createBucket(access: ObjectStoreAccess, bucket: string): Promise<boolean> {
  const { sdk, s3 } = await client(access);
  const { region } = access;
  // S3 refuses its first region's name here.
  const place =
    region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region as 'eu-central-1' } };
  try {
    await s3.send(new sdk.CreateBucketCommand({ Bucket: bucket, ...place }));
    return true;
  } catch (error) {
    if (error instanceof sdk.S3ServiceException && error.$metadata.httpStatusCode === 400) return false;
    throw error;
  } finally {
    s3.destroy();
  }
}

async function removeBuckets(access: ObjectStoreAccess): Promise<void> {
  const { sdk, s3 } = await client(access);
  try {
    const { Buckets = [] } = await s3.send(new sdk.ListBucketsCommand({}));
    for (const { Name: Bucket } of Buckets) {
      for (;;) {
        const { Contents = [] } = await s3.send(new sdk.ListObjectsV2Command({ Bucket }));
        if (Contents.length === 0) break;
        const Objects = Contents.map(({ Key }) => ({ Key }));
        await s3.send(new sdk.DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
      }
      await s3.send(new sdk.DeleteBucketCommand({ Bucket }));
    }
  } finally {
    s3.destroy();
  }
}

async function removeUsers(
  iam: (action: string, parameters?: Record<string, string>) => Promise<string>,
): Promise<void> {
  for (const UserName of all(await iam('ListUsers'), 'UserName')) {
    const keys = all(await iam('ListAccessKeys', { UserName }), 'AccessKeyId');
    for (const AccessKeyId of keys) await iam('DeleteAccessKey', { UserName, AccessKeyId });
    const policies = all(await iam('ListUserPolicies', { UserName }), 'member');
    for (const PolicyName of policies) await iam('DeleteUserPolicy', { UserName, PolicyName });
    await iam('DeleteUser', { UserName }).catch((error: unknown) => {
      if (!(error instanceof QueryError && error.code === 'NoSuchEntity')) throw error;
    });
  }
}

/** Text of every element of a name that holds no other. */
function all(xml: string, element: string): string[] {
  return [...xml.matchAll(new RegExp(`<${element}>([^<]+)</${element}>`, 'g'))].map(([, text = '']) => unescaped(text));
}

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&amp;': '&',
};

function unescaped(text: string): string {
  return text.replace(/&(?:lt|gt|quot|apos|amp);/g, (entity) => entities[entity] ?? entity);
}
