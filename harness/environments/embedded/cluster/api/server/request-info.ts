import { ApiError } from '../objects/api-error.ts';

/** What a request's path names. */
export type RequestInfo =
  | { readonly kind: 'path'; readonly path: string }
  | {
      readonly kind: 'resource';
      readonly group: string;
      readonly version: string;
      readonly plural: string;
      readonly namespace: string | undefined;
      readonly name: string | undefined;
      readonly subresource: string | undefined;
      /** `/api/v1/watch/…`, the old way to ask for a watch. */
      readonly isWatchPath: boolean;
      /** What follows a proxy sub-resource, with its leading slash. */
      readonly rest: string;
    };

export type ResourceRequest = Extract<RequestInfo, { kind: 'resource' }>;

/** Source: apiserver `pkg/endpoints/request/requestinfo.go`. */
export function requestInfo(pathname: string): RequestInfo {
  const path = unescaped(pathname);
  const parts = path.split('/').slice(1);
  const core = parts[0] === 'api';
  if (!core && parts[0] !== 'apis') return { kind: 'path', path };
  const [group = '', version = ''] = core ? ['', parts[1]] : [parts[1], parts[2]];
  let rest = parts.slice(core ? 2 : 3);
  if (!version || !rest.length || rest[0] === '') return { kind: 'path', path };
  const isWatchPath = rest[0] === 'watch' && rest.length > 1;
  if (isWatchPath) rest = rest.slice(1);
  let namespace: string | undefined;
  if (rest[0] === 'namespaces' && rest.length > 2 && !namespaceSubresources.has(rest[2] ?? '')) {
    namespace = rest[1];
    rest = rest.slice(2);
  }
  const [plural = '', name, subresource, ...more] = rest;
  return {
    kind: 'resource',
    group,
    version,
    plural,
    namespace,
    name: name || undefined,
    subresource: subresource || undefined,
    isWatchPath,
    rest: rest.length > 3 ? `/${more.join('/')}` : '',
  };
}

const namespaceSubresources = new Set(['status', 'finalize']);

/** Escapes are read before a path is taken apart, as Go does: `%2F` parts. Throws ApiError for one that is none. */
function unescaped(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new ApiError(400, 'BadRequest', '400 Bad Request');
  }
}
