import { longestUserName, namedUser, userArn, userElement } from './entities.ts';
import type { QueryOperation } from './operations.ts';
import { QueryError } from './query-error.ts';

export const userOperations: readonly (readonly [string, QueryOperation])[] = [
  [
    'CreateUser',
    {
      right: 'iam:CreateUser',
      resource: userArn,
      run({ iam, caller, parameters }) {
        const { accountId } = caller.key;
        const name = parameters.name('UserName', longestUserName);
        if (iam.directory.user(accountId, name) !== undefined)
          throw new QueryError('EntityAlreadyExists', `User with name ${name} already exists.`);
        return { User: userElement(iam.directory.addUser(accountId, name, parameters.path())) };
      },
    },
  ],
  [
    'GetUser',
    {
      right: 'iam:GetUser',
      resource: userArn,
      run(target) {
        const { key } = target.caller;
        if (target.parameters.optional('UserName') !== undefined) return { User: userElement(namedUser(target)) };
        if (key.user !== undefined) return { User: userElement(key.user) };
        return { User: { UserId: key.accountId, Arn: `arn:aws:iam::${key.accountId}:root` } };
      },
    },
  ],
  [
    'ListUsers',
    {
      right: 'iam:ListUsers',
      resource: ({ caller }) => `arn:aws:iam::${caller.key.accountId}:user/`,
      run({ iam, caller, parameters }) {
        const prefix = parameters.optional('PathPrefix') ?? '/';
        const users = iam.directory.users(caller.key.accountId).filter(({ path }) => path.startsWith(prefix));
        return parameters.page(users.map(userElement), 'Users');
      },
    },
  ],
  [
    'DeleteUser',
    {
      right: 'iam:DeleteUser',
      resource: userArn,
      run(target) {
        const user = namedUser(target);
        const conflict = (what: string) =>
          new QueryError('DeleteConflict', `Cannot delete entity, must ${what} first.`);
        if (user.policies.size > 0) throw conflict('delete policies');
        if (target.iam.directory.keysOf(user).length > 0) throw conflict('delete access keys');
        if (user.groups.size > 0) throw conflict('remove user from group');
        target.iam.directory.removeUser(user);
        return undefined;
      },
    },
  ],
  [
    'ListGroupsForUser',
    {
      right: 'iam:ListGroupsForUser',
      resource: userArn,
      run: (target) =>
        target.parameters.page(
          [...namedUser(target).groups].map(({ name, path, id, arn }) => ({
            Path: path,
            GroupName: name,
            GroupId: id,
            Arn: arn,
          })),
          'Groups',
        ),
    },
  ],
  [
    'ListAttachedUserPolicies',
    {
      right: 'iam:ListAttachedUserPolicies',
      resource: userArn,
      run(target) {
        namedUser(target);
        return target.parameters.page([], 'AttachedPolicies');
      },
    },
  ],
];
