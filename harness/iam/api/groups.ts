import { groupArn, groupElement, longestName, namedGroup, namedUser, userElement } from './entities.ts';
import type { QueryOperation } from './operations.ts';
import { QueryError } from './query-error.ts';

export const groupOperations: readonly (readonly [string, QueryOperation])[] = [
  [
    'CreateGroup',
    {
      right: 'iam:CreateGroup',
      resource: groupArn,
      run({ iam, caller, parameters }) {
        const { accountId } = caller.key;
        const name = parameters.name('GroupName', longestName);
        if (iam.directory.group(accountId, name) !== undefined)
          throw new QueryError('EntityAlreadyExists', `Group with name ${name} already exists.`);
        return { Group: groupElement(iam.directory.addGroup(accountId, name, parameters.path())) };
      },
    },
  ],
  [
    'GetGroup',
    {
      right: 'iam:GetGroup',
      resource: groupArn,
      run(target) {
        const group = namedGroup(target);
        const members = target.iam.directory.users(group.accountId).filter(({ groups }) => groups.has(group));
        return { Group: groupElement(group), ...target.parameters.page(members.map(userElement), 'Users') };
      },
    },
  ],
  [
    'ListGroups',
    {
      right: 'iam:ListGroups',
      resource: ({ caller }) => `arn:aws:iam::${caller.key.accountId}:group/`,
      run: ({ iam, caller, parameters }) =>
        parameters.page(iam.directory.groups(caller.key.accountId).map(groupElement), 'Groups'),
    },
  ],
  [
    'DeleteGroup',
    {
      right: 'iam:DeleteGroup',
      resource: groupArn,
      run(target) {
        const { directory } = target.iam;
        const group = namedGroup(target);
        if (group.policies.size > 0)
          throw new QueryError('DeleteConflict', 'Cannot delete entity, must delete policies first.');
        if (directory.users(group.accountId).some(({ groups }) => groups.has(group)))
          throw new QueryError('DeleteConflict', 'Cannot delete entity, must remove users from group first.');
        directory.removeGroup(group);
        return undefined;
      },
    },
  ],
  [
    'AddUserToGroup',
    {
      right: 'iam:AddUserToGroup',
      resource: groupArn,
      run(target) {
        const group = namedGroup(target);
        namedUser(target).groups.add(group);
        return undefined;
      },
    },
  ],
  [
    'RemoveUserFromGroup',
    {
      right: 'iam:RemoveUserFromGroup',
      resource: groupArn,
      run(target) {
        const group = namedGroup(target);
        namedUser(target).groups.delete(group);
        return undefined;
      },
    },
  ],
];
