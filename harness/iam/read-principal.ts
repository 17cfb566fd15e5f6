import type { Caller, PrincipalMatch } from './policy.ts';

/** Who a statement of a bucket's policy speaks of. */
export interface PrincipalElement {
  names(caller: Caller): PrincipalMatch;
  /** Whether everybody is meant. */
  readonly everybody: boolean;
}

const account = /^(?:\d{12}|arn:aws[a-z-]*:iam::(\d{12}):root)$/;
const identity = /^arn:aws[a-z-]*:(?:iam::\d{12}:(?:user|role)\/\S+|sts::\d{12}:(?:assumed-role|federated-user)\/\S+)$/;
const others = ['Service', 'Federated', 'CanonicalUser'];

/**
 * Reads a `Principal` element: `*`, or ARNs and account numbers under `AWS`. Services, federations and canonical users are
 * taken and name nobody here. `exists` tells whether an ARN is somebody's. Undefined where S3 takes it for no principal.
 */
export function readPrincipal(element: unknown, exists: (arn: string) => boolean): PrincipalElement | undefined {
  if (element === '*') return everybody;
  if (typeof element !== 'object' || element === null || Array.isArray(element)) return undefined;
  const kinds = Object.entries(element);
  if (kinds.length === 0 || kinds.some(([kind]) => kind !== 'AWS' && !others.includes(kind))) return undefined;
  const named: unknown[] = [(element as { AWS?: unknown }).AWS ?? []].flat();
  if (!named.every((item) => typeof item === 'string')) return undefined;
  if (named.includes('*')) return everybody;
  if (!named.every((item) => account.test(item) || (identity.test(item) && exists(item)))) return undefined;
  const accounts = named.flatMap((item) => (account.test(item) ? [account.exec(item)?.[1] ?? item] : []));
  return {
    everybody: false,
    names(caller) {
      if (caller === undefined) return 'not';
      if (named.includes(caller.arn)) return 'itself';
      return accounts.includes(caller.accountId) ? 'its account' : 'not';
    },
  };
}

const everybody: PrincipalElement = { everybody: true, names: () => 'itself' };
