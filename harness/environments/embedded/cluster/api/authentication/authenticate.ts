import { createHash, timingSafeEqual } from 'node:crypto';
import { ApiError } from '../objects/api-error.ts';
import { issuer, type ServiceAccountTokens } from './service-account-tokens.ts';
import { anonymous, authenticated, masters, type User } from './user.ts';

/** The user of the admin's kubeconfig, as kubeadm names it. */
const administrator: User = { name: 'kubernetes-admin', uid: 'kubernetes-admin', groups: [masters, authenticated] };

/** Tells who presents a bearer token, and for which audiences it is good; undefined for nobody. */
export type TokenAuthenticator = (token: string) => { user: User; audiences: readonly string[] } | undefined;

/** Knows the administrator's token and those of service accounts. */
export function tokenAuthenticator(adminToken: string, tokens: ServiceAccountTokens): TokenAuthenticator {
  // Digests have one length, and comparing them takes the same time for any token.
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const expected = digest(adminToken);
  return (token) =>
    timingSafeEqual(digest(token), expected) ? { user: administrator, audiences: [issuer] } : tokens.verify(token);
}

/** Who sends this Authorization header. Throws ApiError Unauthorized for a token that nobody has. */
export function authenticate(header: string | undefined, authenticator: TokenAuthenticator): User {
  const [scheme = '', token = ''] = (header ?? '').trim().split(/ +/);
  if (scheme.toLowerCase() !== 'bearer' || !token) return anonymous;
  const known = authenticator(token);
  if (!known?.audiences.includes(issuer)) throw new ApiError(401, 'Unauthorized', 'Unauthorized');
  return known.user;
}
