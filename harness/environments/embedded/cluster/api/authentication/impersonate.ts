import type { IncomingHttpHeaders } from 'node:http';
import type { Attributes } from '../authorization/attributes.ts';
import type { Authorizer } from '../authorization/authorizer.ts';
import { ApiError } from '../objects/api-error.ts';
import { authenticated, serviceAccountGroups, serviceAccountOf, type User, unauthenticated } from './user.ts';

const extraPrefix = 'impersonate-extra-';

/**
 * Who a request acts as: the user of its `Impersonate-` headers, if it may, else its own. Throws ApiError Forbidden.
 * Source: apiserver `pkg/endpoints/filters/impersonation`.
 */
export function impersonate(headers: IncomingHttpHeaders, user: User, authorizer: Authorizer): User {
  const name = text(headers['impersonate-user']);
  const uid = text(headers['impersonate-uid']);
  const groups = list(headers['impersonate-group']);
  const extras = Object.keys(headers)
    .filter((header) => header.startsWith(extraPrefix))
    .map((header) => [decodeURIComponent(header.slice(extraPrefix.length)), list(headers[header])] as const);
  if (!name) {
    if (!uid && !groups.length && !extras.length) return user;
    throw new ApiError(500, 'InternalError', 'Internal error occurred: headers ask to act as a group without a user', {
      causes: [{ message: 'requested to impersonate without impersonating a user' }],
    });
  }
  const account = serviceAccountOf(name);
  const may = (resource: string, wanted: Partial<Extract<Attributes, { resource: string }>>): void =>
    authorizer.require(user, {
      verb: 'impersonate',
      group: '',
      resource,
      subresource: '',
      namespace: '',
      name: '',
      ...wanted,
    });
  if (account) may('serviceaccounts', account);
  else may('users', { name });
  const authentication = 'authentication.k8s.io';
  if (uid) may('uids', { group: authentication, name: uid });
  for (const group of groups) may('groups', { name: group });
  for (const [key, values] of extras) {
    for (const value of values) may('userextras', { group: authentication, subresource: key, name: value });
  }
  const given = account && !groups.length ? serviceAccountGroups(account.namespace) : groups;
  const standing = name === 'system:anonymous' ? unauthenticated : authenticated;
  return {
    name,
    ...(uid && { uid }),
    groups: given.includes(standing) || given.includes(unauthenticated) ? given : [...given, standing],
    ...(extras.length && { extra: Object.fromEntries(extras) }),
  };
}

function text(header: string | string[] | undefined): string {
  return (Array.isArray(header) ? header[0] : header) ?? '';
}

/** Node joins a repeated header of its own kind with commas. */
function list(header: string | string[] | undefined): string[] {
  return (Array.isArray(header) ? header : (header ?? '').split(/,\s*/)).filter(Boolean);
}
