import type { Accounts } from '../environments/embedded/store/accounts.ts';
import { authorizer } from './authorizer.ts';
import { Directory, defaultAccountId } from './directory.ts';
import { parseBucketPolicy } from './parse-bucket-policy.ts';
import { parsePolicy } from './parse-policy.ts';
import { UsageLog, type UserUsage } from './usage-log.ts';

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Name of the user it belongs to, who is made if need be; `root` is the account itself, which may do everything. */
  readonly user: string;
  /** Twelve digits; `000000000000` unless given. Another account's keys are strangers to this one's buckets. */
  readonly accountId?: string;
}

/** Users, their access keys and their policies: decides for an object store, or for the route to one. */
export interface Iam extends Accounts {
  /** Makes a key known, or gives a known one another secret or user. A user without a policy may do nothing. */
  addAccessKey(key: AccessKey): void;
  /** Requests with the key are `InvalidAccessKeyId` from then on. */
  removeAccessKey(accessKeyId: string): void;
  /** Attaches or replaces a policy, JSON text or value. Throws `MalformedPolicyError`. */
  putUserPolicy(user: string, policyName: string, document: unknown): void;
  deleteUserPolicy(user: string, policyName: string): void;
  /** By user: what was asked for, and what of the grants was used. */
  usage(): UserUsage[];
  /** Users and keys themselves, for the API that manages them. */
  readonly directory: Directory;
}

/** An identity management of its own, empty. `now` gives milliseconds since the epoch; the wall clock unless given. */
export function createIam(now: () => number = Date.now): Iam {
  const directory = new Directory(now);
  const log = new UsageLog();
  const userNamed = (accountId: string, name: string) =>
    directory.user(accountId, name) ?? directory.addUser(accountId, name);

  return {
    directory,
    addAccessKey({ user, accountId = defaultAccountId, ...key }) {
      directory.addKey({ ...key, accountId, user: user === 'root' ? undefined : userNamed(accountId, user) });
    },
    removeAccessKey: (accessKeyId) => void directory.keys.delete(accessKeyId),
    putUserPolicy(user, policyName, document) {
      const policy = parsePolicy(document);
      const text = typeof document === 'string' ? document : JSON.stringify(document);
      userNamed(defaultAccountId, user).policies.set(policyName, { document: text, policy });
    },
    deleteUserPolicy: (user, policyName) => void directory.user(defaultAccountId, user)?.policies.delete(policyName),
    usage: () => log.report(directory.users(defaultAccountId)),
    find(accessKeyId) {
      const key = directory.keys.get(accessKeyId);
      if (key === undefined || !key.active) return undefined;
      const { secretAccessKey, accountId, user } = key;
      return { accessKeyId, secretAccessKey, accountId, arn: user?.arn ?? `arn:aws:iam::${accountId}:root` };
    },
    authorize: authorizer(directory, log),
    checkBucketPolicy(document, bucketArn) {
      const { statements } = parseBucketPolicy(document, { bucketArn, exists: (arn) => directory.exists(arn) });
      return { isPublic: statements.some(({ open }) => open) };
    },
  };
}
