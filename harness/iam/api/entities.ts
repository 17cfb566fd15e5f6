import type { XmlElements } from '../../environments/embedded/store/http/xml.ts';
import type { Group, User } from '../directory.ts';
import type { QueryTarget } from './operations.ts';
import { QueryError } from './query-error.ts';

/** Characters. Source: IAM user guide, "IAM and AWS STS quotas". */
export const longestUserName = 64;
export const longestName = 128;

/** The user that `UserName` names. Throws `NoSuchEntity`, `ValidationError`. */
export function namedUser({ iam, caller, parameters }: QueryTarget): User {
  const name = parameters.name('UserName', longestName);
  return iam.directory.user(caller.key.accountId, name) ?? unknown('user', name);
}

/** The group that `GroupName` names. Throws `NoSuchEntity`, `ValidationError`. */
export function namedGroup({ iam, caller, parameters }: QueryTarget): Group {
  const name = parameters.name('GroupName', longestName);
  return iam.directory.group(caller.key.accountId, name) ?? unknown('group', name);
}

export function unknown(kind: string, name: string): never {
  throw new QueryError('NoSuchEntity', `The ${kind} with name ${name} cannot be found.`);
}

/** ARN of a user whether there is one or not, for a right on it. */
export function userArn({ iam, caller: { key }, parameters }: QueryTarget): string {
  const name = parameters.optional('UserName') ?? key.user?.name;
  if (name === undefined) return '*';
  const path = parameters.optional('Path') ?? '/';
  return iam.directory.user(key.accountId, name)?.arn ?? `arn:aws:iam::${key.accountId}:user${path}${name}`;
}

export function groupArn({ iam, caller: { key }, parameters }: QueryTarget): string {
  const name = parameters.optional('GroupName') ?? '*';
  return iam.directory.group(key.accountId, name)?.arn ?? `arn:aws:iam::${key.accountId}:group/${name}`;
}

export function userElement({ name, path, id, arn, createdAt }: User): XmlElements {
  return { Path: path, UserName: name, UserId: id, Arn: arn, CreateDate: iamTime(createdAt) };
}

export function groupElement({ name, path, id, arn, createdAt }: Group): XmlElements {
  return { Path: path, GroupName: name, GroupId: id, Arn: arn, CreateDate: iamTime(createdAt) };
}

/** In whole seconds. */
export function iamTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+/, '');
}
