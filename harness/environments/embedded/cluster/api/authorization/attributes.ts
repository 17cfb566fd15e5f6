import type { User } from '../authentication/user.ts';
import { ApiError } from '../objects/api-error.ts';
import type { RequestInfo } from '../server/request-info.ts';

/** What somebody wants to do. A request for a path that is no resource has only `verb` and `path`. */
export type Attributes =
  | { readonly verb: string; readonly path: string }
  | {
      readonly verb: string;
      readonly path?: undefined;
      readonly group: string;
      readonly resource: string;
      readonly subresource: string;
      readonly namespace: string;
      readonly name: string;
    };

const verbs: Readonly<Record<string, string>> = {
  POST: 'create',
  GET: 'get',
  HEAD: 'get',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** Source: apiserver `pkg/endpoints/request/requestinfo.go`. */
export function attributesOf(method: string, info: RequestInfo, query: URLSearchParams): Attributes {
  if (info.kind === 'path') return { verb: method.toLowerCase(), path: info.path };
  const { group, plural, subresource = '' } = info;
  let verb = verbs[method] ?? method.toLowerCase();
  let name = info.name ?? '';
  if (!name && (verb === 'get' || verb === 'delete')) {
    verb = verb === 'delete' ? 'deletecollection' : 'list';
    const selected = /^metadata\.name={1,2}([^,=!]+)$/.exec(query.get('fieldSelector') ?? '')?.[1];
    name = selected ?? '';
  }
  if ((verb === 'get' || verb === 'list') && ['true', '1', ''].includes(query.get('watch') ?? 'no')) verb = 'watch';
  const namespace = info.namespace ?? (plural === 'namespaces' && !group ? (info.name ?? '') : '');
  return { verb, group, resource: plural, subresource, namespace, name };
}

/** The refusal, with what else the authorizer had to say. Source: apiserver `handlers/responsewriters/errors.go`. */
export function notAllowed({ name: user }: User, attributes: Attributes, reason: string): ApiError {
  const more = reason && `: ${reason}`;
  const who = `User ${JSON.stringify(user)} cannot ${attributes.verb}`;
  if (attributes.path !== undefined) {
    return new ApiError(403, 'Forbidden', `forbidden: ${who} path ${JSON.stringify(attributes.path)}${more}`, {});
  }
  const { group, resource, subresource, namespace, name } = attributes;
  const what = `resource "${subresource ? `${resource}/${subresource}` : resource}" in API group "${group}"`;
  const where = namespace ? `in the namespace "${namespace}"` : 'at the cluster scope';
  const subject = `${group ? `${resource}.${group}` : resource}${name && ` "${name}"`}`;
  return new ApiError(403, 'Forbidden', `${subject} is forbidden: ${who} ${what} ${where}${more}`, {
    ...(name && { name }),
    ...(group && { group }),
    kind: resource,
  });
}
