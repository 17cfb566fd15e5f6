import type { IncomingHttpHeaders } from 'node:http';
import { attributesOf } from '../authorization/attributes.ts';
import type { Authorizer } from '../authorization/authorizer.ts';
import type { RequestInfo } from '../server/request-info.ts';
import { authenticate, type TokenAuthenticator } from './authenticate.ts';
import { impersonate } from './impersonate.ts';
import type { ServiceAccountTokens } from './service-account-tokens.ts';
import type { User } from './user.ts';

/** What says who somebody is and what they may do. */
export interface Security {
  readonly authenticator: TokenAuthenticator;
  readonly authorizer: Authorizer;
  readonly tokens: ServiceAccountTokens;
}

/** The user as whom a request acts, when it may do what it asks for. Throws ApiError Unauthorized and Forbidden. */
export function admittedUser(
  { authenticator, authorizer }: Security,
  { headers, method, query }: { headers: IncomingHttpHeaders; method: string; query: URLSearchParams },
  info: RequestInfo,
): User {
  const sender = authenticate(headers.authorization, authenticator);
  const user = impersonate(headers, sender, authorizer);
  authorizer.require(user, attributesOf(method, info, query));
  return user;
}
