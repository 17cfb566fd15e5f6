import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { createObjectStore } from '../../environments/embedded/store/object-store.ts';
import { findProgram } from '../../testing/find-program.ts';
import { skipReason } from '../../testing/skip-reason.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { createIam } from '../iam.ts';
import { iamService } from './iam-service.ts';

const run = promisify(execFile);
const aws = findProgram('aws') ?? '';
const reason = skipReason('aws');
const region = 'eu-central-1';
const root = { accessKeyId: 'AKIDROOT', secretAccessKey: 'root-secret' };

type Keys = typeof root;

test.skipIf(reason)(`the guide's second step works by the aws command${reason}`, { timeout: 120_000 }, async () => {
  const iam = createIam();
  iam.addAccessKey({ ...root, user: 'root' });
  await using store = createObjectStore({ accounts: iam, otherServices: iamService(iam), region });
  const { endpoint } = await store.listen();
  using folder = temporaryFolder();
  const call = async (keys: Keys, ...args: string[]): Promise<Record<string, never>> => {
    const { stdout } = await run(aws, ['--endpoint-url', endpoint, '--output', 'json', ...args], {
      env: {
        PATH: process.env.PATH,
        HOME: folder.path,
        AWS_ACCESS_KEY_ID: keys.accessKeyId,
        AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
        AWS_DEFAULT_REGION: region,
        AWS_EC2_METADATA_DISABLED: 'true',
      },
    });
    return stdout.startsWith('{') ? JSON.parse(stdout) : {};
  };
  const user = ['--user-name', 'qpoint-artifacts'];
  const policy = {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Objects',
        Effect: 'Allow',
        Action: ['s3:PutObject', 's3:GetObject'],
        Resource: 'arn:aws:s3:::acme-artifacts/*',
      },
      { Sid: 'Listing', Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::acme-artifacts' },
    ],
  };
  const file = join(folder.path, 'artifacts-policy.json');
  await writeFile(file, JSON.stringify(policy, undefined, 2));

  await call(
    root,
    's3api',
    'create-bucket',
    '--bucket',
    'acme-artifacts',
    '--create-bucket-configuration',
    `LocationConstraint=${region}`,
  );
  expect(await call(root, 'iam', 'create-user', ...user)).toMatchObject({
    User: { UserName: 'qpoint-artifacts', Path: '/', Arn: 'arn:aws:iam::000000000000:user/qpoint-artifacts' },
  });
  const named = ['--policy-name', 'artifacts'];
  await call(root, 'iam', 'put-user-policy', ...user, ...named, '--policy-document', `file://${file}`);
  const { AccessKey } = (await call(root, 'iam', 'create-access-key', ...user)) as unknown as {
    AccessKey: { AccessKeyId: string; SecretAccessKey: string };
  };
  const agent = { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey };

  expect(await call(agent, 'sts', 'get-caller-identity')).toMatchObject({
    Arn: 'arn:aws:iam::000000000000:user/qpoint-artifacts',
    Account: '000000000000',
  });
  await call(agent, 's3', 'cp', file, 's3://acme-artifacts/a');
  await expect(call(agent, 's3', 'rm', 's3://acme-artifacts/a')).rejects.toThrow(
    /AccessDenied.*DeleteObject.*because no identity-based policy allows the s3:DeleteObject action/,
  );
  await expect(call(agent, 'iam', 'list-users')).rejects.toThrow(
    /AccessDenied.*is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::000000000000:user\/ because/,
  );
  expect(await call(root, 'iam', 'get-user-policy', ...user, ...named)).toMatchObject({ PolicyDocument: policy });
  expect(await call(root, 'iam', 'list-user-policies', ...user)).toEqual({ PolicyNames: ['artifacts'] });
  expect(await call(root, 'iam', 'list-users')).toMatchObject({ Users: [{ UserName: 'qpoint-artifacts' }] });

  const key = ['--access-key-id', agent.accessKeyId];
  await call(root, 'iam', 'update-access-key', ...user, ...key, '--status', 'Inactive');
  await expect(call(agent, 's3', 'ls', 's3://acme-artifacts')).rejects.toThrow(/InvalidAccessKeyId/);
  expect(await call(root, 'iam', 'list-access-keys', ...user)).toMatchObject({
    AccessKeyMetadata: [{ Status: 'Inactive' }],
  });
  await expect(call(root, 'iam', 'delete-user', ...user)).rejects.toThrow(/DeleteConflict.*must delete policies first/);
  await call(root, 'iam', 'delete-user-policy', ...user, ...named);
  await expect(call(root, 'iam', 'delete-user', ...user)).rejects.toThrow(/must delete access keys first/);
  await call(root, 'iam', 'delete-access-key', ...user, ...key);
  await call(root, 'iam', 'delete-user', ...user);
  await expect(call(root, 'iam', 'get-user', ...user)).rejects.toThrow(
    /NoSuchEntity.*The user with name qpoint-artifacts cannot be found/,
  );
});
