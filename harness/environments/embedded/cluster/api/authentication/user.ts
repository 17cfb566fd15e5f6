/** Who makes a request, as authentication told it. */
export interface User {
  readonly name: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

export const authenticated = 'system:authenticated';
export const unauthenticated = 'system:unauthenticated';
/** Its members may do everything. Source: apiserver `user.SystemPrivilegedGroup`. */
export const masters = 'system:masters';

export const anonymous: User = { name: 'system:anonymous', groups: [unauthenticated] };

/** Source: apiserver `serviceaccount.MakeGroupNames`. */
export function serviceAccountGroups(namespace: string): string[] {
  return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
}

/** Namespace and name of a service account's user name; undefined for anybody else's. */
export function serviceAccountOf(userName: string): { namespace: string; name: string } | undefined {
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(userName) ?? [];
  return namespace !== undefined && name !== undefined ? { namespace, name } : undefined;
}
