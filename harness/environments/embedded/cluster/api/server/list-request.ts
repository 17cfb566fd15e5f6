import { ApiError, badRequest } from '../objects/api-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import type { ObjectStorage } from '../storage/object-storage.ts';
import { type ContinueToken, readContinueToken, writeContinueToken } from './continue-token.ts';
import type { Exchange } from './exchange.ts';
import { type ListOptions, unparsedVersion } from './list-options.ts';
import { fieldSelector, labelSelector, type Match } from './selectors.ts';

/** What `labelSelector` and `fieldSelector` of a request leave. */
export function selection({ query }: Exchange, type: ResourceType): Match {
  const labels = labelSelector(query.get('labelSelector') ?? '');
  const fields = fieldSelector(type, query.get('fieldSelector') ?? '');
  return (object) => labels(object) && fields(object);
}

export interface ListPage {
  readonly objects: readonly KubeObject[];
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** One page of a list, of the version asked for. Throws ApiError for versions that are forgotten or yet to come. */
export function listPage(
  { query }: Exchange,
  storage: ObjectStorage,
  type: ResourceType,
  namespace: string | undefined,
  match: Match,
  options: ListOptions,
): ListPage {
  // Version 0 is answered from the watch cache, in one piece. Source: apiserver `pkg/storage/cacher/delegator.go`.
  const limit = options.resourceVersion === '0' && !options.continue ? 0 : options.limit;
  const keyOf = ({ metadata }: KubeObject) =>
    metadata.namespace === namespace ? metadata.name : `${metadata.namespace}/${metadata.name}`;
  const asked = askedVersion(options, storage);
  const start = options.continue ? readContinueToken(options.continue) : undefined;
  const revision = start ? start.revision : options.isExact ? asked : undefined;
  const present =
    revision === undefined ? storage.list(type.storage, namespace) : storage.listAt(type.storage, namespace, revision);
  if (!present)
    throw start
      ? expiredToken(start)
      : new ApiError(410, 'Expired', 'The resourceVersion for the provided list is too old.');
  const all = present.filter(match);
  const rest = start ? all.filter((object) => keyOf(object) > start.after) : all;
  const objects = limit > 0 ? rest.slice(0, limit) : rest;
  const last = objects.at(-1);
  const version = revision ?? storage.revision;
  const resourceVersion = String(version);
  // A full page is followed by another even where nothing that is left is selected. Source: apiserver `pkg/storage/etcd3/store.go`.
  if (!last || objects.length < limit || limit <= 0 || present.at(-1) === last) {
    return { objects, metadata: { resourceVersion } };
  }
  const isSelecting = Boolean(query.get('labelSelector') || query.get('fieldSelector'));
  return {
    objects,
    metadata: {
      resourceVersion,
      continue: writeContinueToken({ revision: version, after: keyOf(last) }),
      ...(!isSelecting && { remainingItemCount: rest.length - objects.length }),
    },
  };
}

function askedVersion({ resourceVersion, ...options }: ListOptions, { revision }: ObjectStorage): number | undefined {
  if (!resourceVersion) return undefined;
  if (!/^\d+$/.test(resourceVersion)) throw badRequest(`invalid resource version: ${unparsedVersion(resourceVersion)}`);
  if (options.continue && resourceVersion !== '0') {
    throw badRequest('specifying resource version is not allowed when using continue');
  }
  const asked = Number(resourceVersion);
  if (asked <= revision) return asked;
  const message = `Timeout: Too large resource version: ${resourceVersion}, current: ${revision}`;
  throw new ApiError(504, 'Timeout', message, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
}

/** With a token that goes on with what is there now. Source: apiserver `pkg/storage/etcd3/errors.go`. */
function expiredToken({ after }: ContinueToken): ApiError {
  const message =
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without ' +
    'the continue parameter, or use the continue token in this response to retrieve the remainder of the results. ' +
    'Continuing with the provided token results in an inconsistent list - objects that were created, modified, or ' +
    'deleted between the time the first chunk was returned and now may show up in the list.';
  return new ApiError(410, 'Expired', message, undefined, {
    continue: writeContinueToken({ revision: undefined, after }),
  });
}
