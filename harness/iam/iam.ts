import type { Accounts } from '../environments/embedded/store/accounts.ts';
import { parsePolicy } from './parse-policy.ts';
import { evaluatePolicies, type Policy } from './policy.ts';

/** Account of every user unless another is given. */
const defaultAccountId = '000000000000';

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Name of the user it belongs to; `root` is the account itself, which may do everything. */
  readonly user: string;
  /** Twelve digits; `000000000000` unless given. Another account's keys are strangers to this one's buckets. */
  readonly accountId?: string;
}

/** How often a user asked for an action, and what became of it; what a user never used is no need. */
export interface ActionUse {
  readonly user: string;
  readonly action: string;
  readonly allowed: number;
  readonly denied: number;
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
  /** By user and action, in the order of first use. */
  usage(): ActionUse[];
}

/** An identity management of its own, empty. */
export function createIam(): Iam {
  const keys = new Map<string, Required<AccessKey>>();
  const policies = new Map<string, Map<string, Policy>>();
  const uses = new Map<string, ActionUse>();

  const record = (user: string, action: string, allowed: boolean) => {
    const id = `${user} ${action}`;
    const use = uses.get(id) ?? { user, action, allowed: 0, denied: 0 };
    uses.set(id, { ...use, allowed: use.allowed + Number(allowed), denied: use.denied + Number(!allowed) });
  };
  return {
    addAccessKey: (key) => void keys.set(key.accessKeyId, { accountId: defaultAccountId, ...key }),
    removeAccessKey: (accessKeyId) => void keys.delete(accessKeyId),
    putUserPolicy(user, policyName, document) {
      const policy = parsePolicy(document);
      const attached = policies.get(user) ?? new Map<string, Policy>();
      policies.set(user, attached.set(policyName, policy));
    },
    deleteUserPolicy: (user, policyName) => void policies.get(user)?.delete(policyName),
    usage: () => [...uses.values()],
    find(accessKeyId) {
      const key = keys.get(accessKeyId);
      return key === undefined ? undefined : { ...key, arn: userArn(key) };
    },
    authorize({ accessKeyId, action, resource, context }) {
      const key = keys.get(accessKeyId);
      if (key === undefined) return { allowed: false, reason: 'Access Denied' };
      const values = new Map(Object.entries(context).map(([name, value]) => [name.toLowerCase(), value]));
      values
        .set('aws:username', key.user)
        .set('aws:principalarn', userArn(key))
        .set('aws:principalaccount', key.accountId);
      const verdict =
        key.user === 'root'
          ? 'allowed'
          : evaluatePolicies(policies.get(key.user)?.values() ?? [], { action, resource, context: values });
      record(key.user, action, verdict === 'allowed');
      if (verdict === 'allowed') return { allowed: true };
      const because =
        verdict === 'explicitly denied'
          ? 'with an explicit deny in an identity-based policy'
          : `because no identity-based policy allows the ${action} action`;
      return {
        allowed: false,
        reason: `User: ${userArn(key)} is not authorized to perform: ${action} on resource: "${resource}" ${because}`,
      };
    },
  };
}

function userArn({ user, accountId }: Required<AccessKey>): string {
  return `arn:aws:iam::${accountId}:${user === 'root' ? 'root' : `user/${user}`}`;
}
