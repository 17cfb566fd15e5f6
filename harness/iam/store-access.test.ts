import { S3 } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { createObjectStore } from '../environments/embedded/store/object-store.ts';
import { createIam, type Iam } from './iam.ts';

const Bucket = 'acme-artifacts';
const region = 'eu-central-1';
const keys = {
  root: { accessKeyId: 'AKIDROOT', secretAccessKey: 'root-secret' },
  jo: { accessKeyId: 'AKIDJO', secretAccessKey: 'jo-secret' },
};

interface RunningStore extends AsyncDisposable {
  readonly iam: Iam;
  readonly endpoint: string;
  readonly root: S3;
  readonly jo: S3;
}

/** A store with one bucket, its root, and a user with one statement. */
async function runStore(...statements: readonly object[]): Promise<RunningStore> {
  const iam = createIam();
  iam.addAccessKey({ ...keys.root, user: 'root' });
  iam.addAccessKey({ ...keys.jo, user: 'jo' });
  if (statements.length > 0) iam.putUserPolicy('jo', 'p', { Version: '2012-10-17', Statement: statements });
  const store = createObjectStore({ accounts: iam, region });
  store.createBucket(Bucket);
  const { endpoint } = await store.listen();
  const open = (credentials: typeof keys.root) =>
    new S3({ endpoint, region, forcePathStyle: true, credentials, maxAttempts: 1 });
  const clients = { root: open(keys.root), jo: open(keys.jo) };
  return {
    iam,
    endpoint,
    ...clients,
    async [Symbol.asyncDispose]() {
      for (const client of Object.values(clients)) client.destroy();
      await store[Symbol.asyncDispose]();
    },
  };
}

const objects = (Action: string, Condition?: object) => ({
  Effect: 'Allow',
  Action,
  Resource: `arn:aws:s3:::${Bucket}/*`,
  ...(Condition === undefined ? {} : { Condition }),
});
const listing = { Effect: 'Allow', Action: 's3:ListBucket', Resource: `arn:aws:s3:::${Bucket}` };
/** Spelt out so that no reader takes the variable for a template string. */
const own = { ...listing, Condition: { StringLike: { 's3:prefix': `home/$\{aws:username}/*` } } };
const user = 'User: arn:aws:iam::000000000000:user/jo is not authorized to perform:';

test('a missing key is told only to who may list', async () => {
  await using store = await runStore(objects('s3:GetObject'));
  await expect(store.jo.getObject({ Bucket, Key: 'none' })).rejects.toMatchObject({
    name: 'AccessDenied',
    $metadata: { httpStatusCode: 403 },
    message: `${user} s3:ListBucket on resource: "arn:aws:s3:::${Bucket}" because no identity-based policy allows the s3:ListBucket action`,
  });
  await expect(store.jo.headObject({ Bucket, Key: 'none' })).rejects.toMatchObject({
    $metadata: { httpStatusCode: 403 },
  });
  await using lister = await runStore(objects('s3:GetObject'), listing);
  await expect(lister.jo.getObject({ Bucket, Key: 'none' })).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test.each<[string, object, (store: RunningStore) => Promise<unknown>, boolean]>([
  ['plain HTTP', objects('s3:PutObject', { Bool: { 'aws:SecureTransport': 'true' } }), put, false],
  ['loopback', objects('s3:PutObject', { IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } }), put, true],
  ['elsewhere', objects('s3:PutObject', { NotIpAddress: { 'aws:SourceIp': '127.0.0.0/8' } }), put, false],
  ['the region', objects('s3:PutObject', { StringEquals: { 'aws:RequestedRegion': region } }), put, true],
  ['the SDK', objects('s3:PutObject', { StringLike: { 'aws:UserAgent': '*aws-sdk-js/*' } }), put, true],
  ['an age', objects('s3:PutObject', { NumericLessThan: { 's3:signatureAge': '600000' } }), put, true],
  ['a past', objects('s3:PutObject', { DateLessThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } }), put, false],
  ['a header', objects('s3:PutObject', { StringEquals: { 's3:authType': 'REST-HEADER' } }), put, true],
  [
    'encryption that was not asked for',
    objects('s3:PutObject', { StringEquals: { 's3:x-amz-server-side-encryption': 'AES256' } }),
    put,
    false,
  ],
  ['a prefix', own, ({ jo }) => jo.listObjectsV2({ Bucket, Prefix: 'home/jo/a' }), true],
  ['another prefix', own, ({ jo }) => jo.listObjectsV2({ Bucket, Prefix: 'home/al/a' }), false],
  [
    'a tag of the object',
    objects('s3:GetObject', { StringEquals: { 's3:ExistingObjectTag/open': 'yes' } }),
    ({ jo }) => jo.getObject({ Bucket, Key: 'tagged' }),
    true,
  ],
  [
    'another tag of the object',
    objects('s3:GetObject', { StringEquals: { 's3:ExistingObjectTag/open': 'no' } }),
    ({ jo }) => jo.getObject({ Bucket, Key: 'tagged' }),
    false,
  ],
  [
    'tags of the request',
    objects('s3:PutObject*', { 'ForAllValues:StringEquals': { 's3:RequestObjectTagKeys': ['a', 'b'] } }),
    ({ jo }) => jo.putObject({ Bucket, Key: 'k', Body: 'x', Tagging: 'a=1&c=2' }),
    false,
  ],
])('a condition on %s', async (_, statement, ask, allowed) => {
  await using store = await runStore(statement);
  await store.root.putObject({ Bucket, Key: 'tagged', Body: 'x', Tagging: 'open=yes' });
  const outcome = await ask(store).then(
    () => 'allowed',
    (error: Error) => error.name,
  );
  expect(outcome).toBe(allowed ? 'allowed' : 'AccessDenied');
});

function put({ jo }: RunningStore): Promise<unknown> {
  return jo.putObject({ Bucket, Key: 'k', Body: 'x' });
}

test('a public bucket is one that its owner made so against every block', async () => {
  await using store = await runStore();
  const url = `${store.endpoint}/${Bucket}/k`;
  await store.root.putObject({ Bucket, Key: 'k', Body: 'hello' });
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: { ...objects('s3:GetObject'), Principal: '*' } });
  await expect(store.root.putBucketPolicy({ Bucket, Policy })).rejects.toThrow(/BlockPublicPolicy/);
  expect((await fetch(url)).status).toBe(403);

  await store.root.deletePublicAccessBlock({ Bucket });
  await store.root.putBucketPolicy({ Bucket, Policy });
  expect(await store.root.getBucketPolicyStatus({ Bucket })).toMatchObject({ PolicyStatus: { IsPublic: true } });
  expect(await (await fetch(url)).text()).toBe('hello');

  await store.root.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: { RestrictPublicBuckets: true } });
  expect((await fetch(url)).status).toBe(403);
});

test("an inactive key is nobody's", async () => {
  await using store = await runStore(objects('s3:PutObject'));
  await put(store);
  const key = store.iam.directory.keys.get(keys.jo.accessKeyId);
  if (key !== undefined) key.active = false;
  await expect(put(store)).rejects.toMatchObject({ name: 'InvalidAccessKeyId' });
});

test("an object under a key of the customer's is for who may use the key", async () => {
  const key = 'arn:aws:kms:eu-central-1:000000000000:key/11111111-2222-3333-4444-555555555555';
  const use = (Action: string) => ({ Effect: 'Allow', Action, Resource: key });
  const byDefault = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key } } as const;
  await using store = await runStore(objects('s3:*'), use('kms:GenerateDataKey'));
  const { iam, jo, root } = store;
  await root.putBucketEncryption({ Bucket, ServerSideEncryptionConfiguration: { Rules: [byDefault] } });
  await jo.putObject({ Bucket, Key: 'k', Body: 'x' });
  await expect(jo.getObject({ Bucket, Key: 'k' })).rejects.toMatchObject({
    name: 'AccessDenied',
    message: `${user} kms:Decrypt on resource: "${key}" because no identity-based policy allows the kms:Decrypt action`,
  });
  await jo.headObject({ Bucket, Key: 'k' });
  iam.putUserPolicy('jo', 'p', { Version: '2012-10-17', Statement: [objects('s3:*'), use('kms:Decrypt')] });
  await (await jo.getObject({ Bucket, Key: 'k' })).Body?.transformToString();
  await expect(jo.putObject({ Bucket, Key: 'k', Body: 'x' })).rejects.toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining('kms:GenerateDataKey'),
  });
  await jo.putObject({ Bucket, Key: 'k', Body: 'x', ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'alias/aws/s3' });
});
