import { randomInt } from 'node:crypto';
import type { Policy } from './policy.ts';

/** Account of every user unless another is given. */
export const defaultAccountId = '000000000000';

/** A policy that is part of a user or a group. */
export interface InlinePolicy {
  /** JSON text as it was put. */
  readonly document: string;
  readonly policy: Policy;
}

export interface Group {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly arn: string;
  readonly accountId: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly policies: Map<string, InlinePolicy>;
}

export interface User extends Group {
  readonly groups: Set<Group>;
}

export interface StoredAccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Undefined: the account itself, which may do everything. */
  readonly user: User | undefined;
  readonly accountId: string;
  readonly createdAt: number;
  active: boolean;
}

/** Users, groups and access keys of all accounts, by what names them. */
export class Directory {
  readonly keys = new Map<string, StoredAccessKey>();
  readonly #users = new Map<string, User>();
  readonly #groups = new Map<string, Group>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  users(accountId: string): User[] {
    return ofAccount(this.#users, accountId);
  }

  groups(accountId: string): Group[] {
    return ofAccount(this.#groups, accountId);
  }

  user(accountId: string, name: string): User | undefined {
    return this.#users.get(place(accountId, name));
  }

  group(accountId: string, name: string): Group | undefined {
    return this.#groups.get(place(accountId, name));
  }

  addUser(accountId: string, name: string, path = '/'): User {
    const user = { ...this.#entity('user', 'AIDA', accountId, name, path), groups: new Set<Group>() };
    this.#users.set(place(accountId, name), user);
    return user;
  }

  addGroup(accountId: string, name: string, path = '/'): Group {
    const group = this.#entity('group', 'AGPA', accountId, name, path);
    this.#groups.set(place(accountId, name), group);
    return group;
  }

  removeUser({ accountId, name }: User): void {
    this.#users.delete(place(accountId, name));
  }

  removeGroup({ accountId, name }: Group): void {
    this.#groups.delete(place(accountId, name));
  }

  addKey(key: Omit<StoredAccessKey, 'createdAt' | 'active'>): StoredAccessKey {
    const stored = { ...key, createdAt: this.#now(), active: true };
    this.keys.set(key.accessKeyId, stored);
    return stored;
  }

  keysOf(user: User): StoredAccessKey[] {
    return [...this.keys.values()].filter((key) => key.user === user);
  }

  /** Whether an ARN is a user's; one of an account that has nobody here may be anybody's. */
  exists(arn: string): boolean {
    const accountId = arn.split(':')[4] ?? '';
    const users = this.users(accountId);
    return users.length === 0 || users.some((user) => user.arn === arn);
  }

  #entity(kind: 'user' | 'group', prefix: string, accountId: string, name: string, path: string): Group {
    return {
      name,
      path,
      id: uniqueId(prefix),
      arn: `arn:aws:iam::${accountId}:${kind}${path}${name}`,
      accountId,
      createdAt: this.#now(),
      policies: new Map(),
    };
  }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** 21 characters for an entity, 20 for an access key. Source: IAM user guide, "IAM identifiers". */
export function uniqueId(prefix: string, length = 21): string {
  return prefix + Array.from({ length: length - prefix.length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** Names are unique whatever their case. Source: IAM API reference, "CreateUser". */
function place(accountId: string, name: string): string {
  return `${accountId}/${name.toLowerCase()}`;
}

function ofAccount<T extends Group>(entities: ReadonlyMap<string, T>, accountId: string): T[] {
  return [...entities.values()]
    .filter((entity) => entity.accountId === accountId)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
