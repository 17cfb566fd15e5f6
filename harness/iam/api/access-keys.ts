import { randomBytes } from 'node:crypto';
import { type StoredAccessKey, type User, uniqueId } from '../directory.ts';
import { iamTime, namedUser, userArn } from './entities.ts';
import type { QueryOperation, QueryTarget } from './operations.ts';
import { QueryError } from './query-error.ts';

/** Source: IAM user guide, "IAM and AWS STS quotas". */
const mostKeys = 2;
const keyIdLength = 20;

export const accessKeyOperations: readonly (readonly [string, QueryOperation])[] = [
  [
    'CreateAccessKey',
    {
      right: 'iam:CreateAccessKey',
      resource: userArn,
      run(target) {
        const { directory } = target.iam;
        const user = ownerOf(target);
        if (keysOf(target, user).length >= mostKeys)
          throw new QueryError('LimitExceeded', `Cannot exceed quota for AccessKeysPerUser: ${mostKeys}`);
        const key = directory.addKey({
          accessKeyId: uniqueId('AKIA', keyIdLength),
          secretAccessKey: randomBytes(30).toString('base64'),
          accountId: target.caller.key.accountId,
          user,
        });
        const { UserName, AccessKeyId, Status, CreateDate } = element(key);
        return { AccessKey: { UserName, AccessKeyId, Status, SecretAccessKey: key.secretAccessKey, CreateDate } };
      },
    },
  ],
  [
    'ListAccessKeys',
    {
      right: 'iam:ListAccessKeys',
      resource: userArn,
      run: (target) => target.parameters.page(keysOf(target, ownerOf(target)).map(element), 'AccessKeyMetadata'),
    },
  ],
  [
    'UpdateAccessKey',
    {
      right: 'iam:UpdateAccessKey',
      resource: userArn,
      run(target) {
        const active = target.parameters.oneOf('Status', ['Active', 'Inactive']) === 'Active';
        namedKey(target).active = active;
        return undefined;
      },
    },
  ],
  [
    'DeleteAccessKey',
    {
      right: 'iam:DeleteAccessKey',
      resource: userArn,
      run(target) {
        target.iam.directory.keys.delete(namedKey(target).accessKeyId);
        return undefined;
      },
    },
  ],
];

/** The user that `UserName` names, or who signs; undefined for the account itself. */
function ownerOf(target: QueryTarget): User | undefined {
  return target.parameters.optional('UserName') === undefined ? target.caller.key.user : namedUser(target);
}

function keysOf({ iam, caller }: QueryTarget, user: User | undefined): StoredAccessKey[] {
  if (user !== undefined) return iam.directory.keysOf(user);
  return [...iam.directory.keys.values()].filter(
    (key) => key.user === undefined && key.accountId === caller.key.accountId,
  );
}

function namedKey(target: QueryTarget): StoredAccessKey {
  const id = target.parameters.required('AccessKeyId');
  const key = keysOf(target, ownerOf(target)).find(({ accessKeyId }) => accessKeyId === id);
  if (key === undefined) throw new QueryError('NoSuchEntity', `The Access Key with id ${id} cannot be found.`);
  return key;
}

function element({ user, accessKeyId, active, createdAt }: StoredAccessKey) {
  return {
    UserName: user?.name,
    AccessKeyId: accessKeyId,
    Status: active ? 'Active' : 'Inactive',
    CreateDate: iamTime(createdAt),
  };
}
